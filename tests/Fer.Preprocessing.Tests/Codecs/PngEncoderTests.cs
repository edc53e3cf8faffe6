using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;

namespace Fer.Preprocessing.Tests;

public sealed class PngEncoderTests
{
    [Fact]
    public void What_is_written_is_read_again() =>
        Prop.ForAll(RandomImages.UpTo(40), image =>
        {
            ImageAssert.Equal(image, new PngDecoder().Decode(Encode(image)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_checksums_are_those_of_the_specification()
    {
        byte[] file = Encode(RandomImages.Create(9, 7, PixelFormat.Rgba32, 3, 1));
        Assert.Equal(PngFile.Build(file, PngFile.Chunks(file)), file);
    }

    [Fact]
    public void Equal_rows_are_filtered_by_the_row_above()
    {
        var image = new Image(50, 20, PixelFormat.Gray8);
        for (int i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = (byte)(i % 50 * 97);
        byte[] pixelData = PngFile.Chunks(Encode(image)).Single(chunk => chunk.Type == "IDAT").Data;
        using var rows = new ZLibStream(new MemoryStream(pixelData), CompressionMode.Decompress);
        byte[] row = new byte[51];
        rows.ReadExactly(row);
        for (int y = 1; y < image.Height; y++)
        {
            rows.ReadExactly(row);
            Assert.Equal([2, .. new byte[50]], row);
        }
    }

    [Fact]
    public void The_first_bytes_are_those_of_a_png_file() =>
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13], Encode(new Image(1, 1, PixelFormat.Gray8))[..12]);

    private static byte[] Encode(Image image)
    {
        using var stream = new MemoryStream();
        new PngEncoder().Encode(image, stream);
        return stream.ToArray();
    }
}
