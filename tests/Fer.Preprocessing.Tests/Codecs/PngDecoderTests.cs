using System.Buffers.Binary;
using System.IO.Compression;

namespace Fer.Preprocessing.Tests;

public sealed class PngDecoderTests
{
    private static readonly PngDecoder Decoder = new();

    public static TheoryData<string> Pictures => FixtureFiles.AsTheory("Png", ".png");

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Pixels_are_those_that_were_written(string name) =>
        ImageAssert.Equal(FixtureFiles.ReadPixels(name), Decoder.Decode(FixtureFiles.Read(name)));

    [Theory]
    [InlineData("IHDR")]
    [InlineData("PLTE")]
    [InlineData("tRNS")]
    [InlineData("IDAT")]
    public void A_damaged_chunk_is_found_by_its_checksum(string type)
    {
        byte[] data = FixtureFiles.Read("Png/palette-8-alpha.png");
        data[data.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(type)) + 4] ^= 1;
        var error = Assert.Throws<ImageFormatException>(() => Decoder.Decode(data));
        Assert.Contains($"checksum of its {type} chunk", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_ancillary_chunk_is_ignored()
    {
        byte[] data = FixtureFiles.Read("Png/ancillary-chunks.png");
        data[data.AsSpan().IndexOf("gAMA"u8) + 4] ^= 1;
        ImageAssert.Equal(FixtureFiles.ReadPixels("Png/ancillary-chunks.png"), Decoder.Decode(data));
    }

    [Fact]
    public void An_unknown_critical_chunk_is_refused_by_name()
    {
        byte[] data = FixtureFiles.Read("Png/rgb-8.png");
        (string, byte[])[] chunks = [.. PngFile.Chunks(data)];
        byte[] changed = PngFile.Build(data, [chunks[0], ("NEWS", []), .. chunks[1..]]);
        Assert.Contains("NEWS", Assert.Throws<ImageFormatException>(() => Decoder.Decode(changed)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_colour_outside_the_palette_is_an_error()
    {
        byte[] data = FixtureFiles.Read("Png/palette-8.png");
        (string Type, byte[] Data)[] chunks = [.. PngFile.Chunks(data)];
        int palette = Array.FindIndex(chunks, chunk => chunk.Type == "PLTE");
        chunks[palette].Data = chunks[palette].Data[..30];
        byte[] changed = PngFile.Build(data, chunks);
        var error = Assert.Throws<ImageFormatException>(() => Decoder.Decode(changed));
        Assert.Contains("palette of 10", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_orientation_of_an_exif_chunk_is_applied_unless_it_is_to_be_left_alone()
    {
        byte[] data = FixtureFiles.Read("Png/rgb-8.png");
        Image stored = FixtureFiles.ReadPixels("Png/rgb-8.png");
        (string, byte[])[] chunks = [.. PngFile.Chunks(data)];
        byte[] exif = [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
        byte[] turned = PngFile.Build(data, [chunks[0], ("eXIf", exif), .. chunks[1..]]);

        Image upright = Decoder.Decode(turned);
        Assert.Equal(new ImageInfo("PNG", stored.Height, stored.Width, stored.Format), Decoder.Identify(turned));
        for (int y = 0; y < upright.Height; y++)
        {
            for (int x = 0; x < upright.Width; x++)
                Assert.Equal(stored.Row(stored.Height - 1 - x).Slice(3 * y, 3), upright.Row(y).Slice(3 * x, 3));
        }

        ImageAssert.Equal(stored, Decoder.Decode(turned, new ImageDecoderOptions { ApplyOrientation = false }));
    }

    [Fact]
    public void A_picture_beyond_the_pixel_limit_is_refused()
    {
        byte[] data = WithClaimedSize(65535, 65535);
        var error = Assert.Throws<ImageFormatException>(() => Decoder.Decode(data));
        Assert.Contains("65535x65535", error.Message, StringComparison.Ordinal);
        Assert.Equal(new ImageInfo("PNG", 65535, 65535, PixelFormat.Rgb24), Decoder.Identify(data));
    }

    [Theory]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(int.MaxValue, 1)]
    [InlineData(1, 500_000_000)]
    [InlineData(20000, 20000)]
    [InlineData(2000, 2000)]
    public void No_memory_is_taken_for_a_size_that_the_file_cannot_hold(int width, int height)
    {
        byte[] data = WithClaimedSize(width, height);
        var options = new ImageDecoderOptions { MaxPixels = long.MaxValue };
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ImageFormatException>(() => Decoder.Decode(data, options));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void A_compressed_bomb_is_not_inflated_beyond_the_picture()
    {
        byte[] file = FixtureFiles.Read("Png/rgb-8.png");
        byte[] bomb = Compress(new byte[50_000_000]);
        byte[] data = PngFile.Build(file, PngFile.Chunks(file).Select(chunk => chunk.Type == "IDAT" ? (chunk.Type, bomb) : chunk));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.All(Decoder.Decode(data).Pixels, value => Assert.Equal(0, value));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Pixel_data_that_end_early_are_an_error()
    {
        byte[] file = FixtureFiles.Read("Png/rgb-8.png");
        byte[] few = Compress(new byte[100]);
        byte[] data = PngFile.Build(file, PngFile.Chunks(file).Select(chunk => chunk.Type == "IDAT" ? (chunk.Type, few) : chunk));
        Assert.Contains("row 1", Assert.Throws<ImageFormatException>(() => Decoder.Decode(data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_zlib_checksum_is_an_error()
    {
        byte[] data = PngFile.Change(FixtureFiles.Read("Png/rgb-8.png"), "IDAT", chunk => chunk[^1] ^= 1);
        Assert.Throws<ImageFormatException>(() => Decoder.Decode(data));
    }

    [Theory]
    [InlineData(0x78, 0xBB)] // Wants a preset dictionary, which PNG does not have.
    [InlineData(0x77, 0x9C)] // Not deflate.
    [InlineData(0x78, 0x9D)] // Header checksum wrong.
    public void A_zlib_header_that_cannot_be_is_an_error(byte first, byte second)
    {
        byte[] data = PngFile.Change(FixtureFiles.Read("Png/rgb-8.png"), "IDAT", chunk => (chunk[0], chunk[1]) = (first, second));
        Assert.Throws<ImageFormatException>(() => Decoder.Decode(data));
    }

    [Theory]
    [InlineData(8, 3)]
    [InlineData(9, 1)]
    [InlineData(9, 7)]
    [InlineData(10, 1)]
    [InlineData(11, 1)]
    [InlineData(12, 2)]
    public void A_header_field_that_does_not_exist_is_an_error(int index, byte value)
    {
        byte[] data = PngFile.Change(FixtureFiles.Read("Png/rgb-8.png"), "IHDR", header => header[index] = value);
        Assert.Throws<ImageFormatException>(() => Decoder.Identify(data));
    }

    private static byte[] WithClaimedSize(int width, int height) =>
        PngFile.Change(FixtureFiles.Read("Png/rgb-8.png"), "IHDR", header =>
        {
            BinaryPrimitives.WriteInt32BigEndian(header, width);
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        });

    private static byte[] Compress(byte[] data)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal))
            zlib.Write(data);
        return compressed.ToArray();
    }
}
