using System.Diagnostics;
using System.Globalization;

namespace Fer.Preprocessing.Tests;

/// <summary>
/// Damaged files of all formats: each is decoded or refused by an <see cref="ImageFormatException"/>, within a second and within the
/// limits on memory. FER_FUZZ_FILES sets how many; a file is known by its number, so that it can be made again.
/// </summary>
public sealed class CodecFuzzTests(ITestOutputHelper output)
{
    private const int UsualFiles = 20_000;
    private const double MaxSeconds = 1;
    private const double SuspiciousSeconds = 0.1;

    private static readonly ImageDecoderOptions Limits = new() { MaxPixels = 1_000_000, MaxDecompressedBytes = 8_000_000 };

    private static readonly (string Folder, string Extension)[] Folders =
    [
        ("Jpeg", ".jpg"), ("JpegRefused", ".jpg"), ("Png", ".png"), ("Bmp", ".bmp"), ("Gif", ".gif"), ("Pnm", ".pnm"), ("PnmText", ".pnm"),
    ];

    private readonly byte[][][] _files =
        [.. Folders.Select(folder => FixtureFiles.List(folder.Folder, folder.Extension).Select(FixtureFiles.Read).ToArray())];

    [Fact]
    public void Damaged_files_are_decoded_or_refused_in_bounded_time_and_memory()
    {
        int count = int.TryParse(Environment.GetEnvironmentVariable("FER_FUZZ_FILES"), CultureInfo.InvariantCulture, out int given)
            ? given
            : UsualFiles;
        int decoded = 0;
        double slowest = 0;
        long mostBytes = 0;
        for (int number = 0; number < count; number++)
        {
            byte[] file = MakeFile(number);
            (bool isDecoded, double seconds, long bytes) = Decode(file, number);
            for (int i = 0; i < 2 && seconds > SuspiciousSeconds; i++)
                seconds = Math.Min(seconds, Decode(file, number).Seconds); // the machine may have paused
            Assert.True(seconds <= MaxSeconds, $"File {number} takes {seconds:F2} s.");
            // Tables and headers are bounded by the file itself.
            long limit = Limits.MaxDecompressedBytes + (256L * file.Length) + 100_000;
            Assert.True(bytes <= limit, $"File {number} takes {bytes} bytes of {limit}.");
            decoded += isDecoded ? 1 : 0;
            slowest = Math.Max(slowest, seconds);
            mostBytes = Math.Max(mostBytes, bytes);
        }

        output.WriteLine($"{count} files, {decoded} decoded, slowest {slowest * 1000:F1} ms, most memory {mostBytes} bytes");
        Assert.InRange(decoded, count / 20, count * 9 / 10);
    }

    private static (bool IsDecoded, double Seconds, long Bytes) Decode(byte[] file, int number)
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        bool isDecoded = false;
        try
        {
            ImageCodecs.Default.Decode(file, Limits);
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

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return (isDecoded, seconds, GC.GetAllocatedBytesForCurrentThread() - bytes);
    }

    private byte[] MakeFile(int number)
    {
        var random = RandomGenerator.Create((ulong)number);
        byte[][] files = _files[random.Next(_files.Length)];
        byte[] mutant = FileMutator.Mutate(files[random.Next(files.Length)], files[random.Next(files.Length)], ref random);
        // Without right checksums hardly any damage of a PNG would get past the first look.
        bool isPng = mutant.AsSpan().StartsWith((byte[])[0x89, (byte)'P']) && mutant.Length > PngFile.SignatureLength;
        return isPng && random.Next(4) != 0 ? PngFile.Build(mutant, PngFile.Chunks(mutant)) : mutant;
    }
}
