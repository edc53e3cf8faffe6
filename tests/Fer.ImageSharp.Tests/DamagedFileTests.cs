using System.Diagnostics;
using System.Globalization;

namespace Fer.ImageSharp.Tests;

/// <summary>
/// Damaged files are decoded or refused by an <see cref="ImageFormatException"/>, in bounded time and memory. FER_FUZZ_FILES sets
/// how many; a file is known by its number, so that it can be made again.
/// </summary>
public sealed class DamagedFileTests(ITestOutputHelper output)
{
    private const int UsualFiles = 20_000;
    private const double MaxSeconds = 1;
    private const double SuspiciousSeconds = 0.2;
    private const long MaxBytes = 16_000_000; // of what is collected as garbage; ImageSharp's own buffers are bounded by the limit

    // ImageSharp makes the tables for up to 65,536 groups of prefix codes before it knows whether a lossless WebP file has them.
    private const double MaxSecondsOfLosslessWebP = 5;
    private const long MaxBytesOfLosslessWebP = 4_000_000_000;

    private static readonly ImageSharpDecoder Decoder = new();

    private static readonly ImageDecoderOptions Limits = new() { MaxPixels = 1_000_000, MaxDecompressedBytes = 16_000_000 };

    public static TheoryData<string> Names => [.. FixtureFiles.Names];

    [Fact]
    public void Damaged_files_are_decoded_or_refused_in_bounded_time_and_memory() =>
        DecodeDamaged([.. FixtureFiles.Names.Select(FixtureFiles.Read)], Decoder);

    [Fact]
    public void So_are_damaged_files_of_the_embedded_codecs() =>
        DecodeDamaged([.. FixtureFiles.EmbeddedNames.Select(FixtureFiles.ReadEmbedded)], new ImageSharpDecoder(ImageSharpFormats.All));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_cut_short_is_a_format_error_unless_its_pixels_are_whole(string name)
    {
        byte[] file = FixtureFiles.Read(name);
        Image whole = Decoder.Decode(file);
        int refused = 0;
        for (int length = 0; length < file.Length; length++)
        {
            try
            {
                ImageAssert.Equal(whole, Decoder.Decode(file.AsSpan(0, length)));
            }
            catch (ImageFormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, file.Length / 2, file.Length);
    }

    [Fact]
    public void Empty_input_text_and_noise_are_format_errors()
    {
        byte[] noise = new byte[1000];
        var random = RandomGenerator.Create(1);
        foreach (ref byte value in noise.AsSpan())
            value = (byte)random.Next(256);
        foreach (byte[] data in (byte[][])[[], [0xFF], noise, "This is not a picture."u8.ToArray(), [.. "RIFF\0\0\0\0WEBP"u8, .. noise]])
        {
            Assert.Throws<ImageFormatException>(() => Decoder.Decode(data));
            Assert.Throws<ImageFormatException>(() => Decoder.Identify(data));
        }
    }

    private void DecodeDamaged(byte[][] files, ImageSharpDecoder decoder)
    {
        int count = int.TryParse(Environment.GetEnvironmentVariable("FER_FUZZ_FILES"), CultureInfo.InvariantCulture, out int given)
            ? given
            : UsualFiles;
        int decoded = 0;
        double slowest = 0;
        long most = 0;
        for (int number = 0; number < count; number++)
        {
            var random = RandomGenerator.Create((ulong)number);
            byte[] file = FileMutator.Mutate(files[random.Next(files.Length)], files[random.Next(files.Length)], ref random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            (bool isDecoded, double seconds) = Decode(decoder, file, number);
            long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            bool isLosslessWebP = file.AsSpan().IndexOf("VP8L"u8) >= 0;
            Assert.True(bytes <= (isLosslessWebP ? MaxBytesOfLosslessWebP : MaxBytes), $"File {number} takes {bytes} bytes.");
            for (int i = 0; i < 2 && seconds > SuspiciousSeconds; i++)
                seconds = Math.Min(seconds, Decode(decoder, file, number).Seconds); // the machine may have paused
            Assert.True(seconds <= (isLosslessWebP ? MaxSecondsOfLosslessWebP : MaxSeconds), $"File {number} takes {seconds:F2} s.");
            decoded += isDecoded ? 1 : 0;
            slowest = Math.Max(slowest, seconds);
            most = Math.Max(most, bytes);
        }

        output.WriteLine($"{count} files, {decoded} decoded, slowest {slowest * 1000:F1} ms, most memory {most} bytes");
        Assert.InRange(decoded, count / 20, count * 9 / 10);
    }

    private static (bool IsDecoded, double Seconds) Decode(ImageSharpDecoder decoder, byte[] file, int number)
    {
        long start = Stopwatch.GetTimestamp();
        bool isDecoded = false;
        try
        {
            decoder.Decode(file, Limits);
            isDecoded = true;
        }
        catch (ImageFormatException)
        {
            // Refused, as it should be.
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"File {number} is neither decoded nor refused: {error.Message}", error);
        }

        return (isDecoded, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}
