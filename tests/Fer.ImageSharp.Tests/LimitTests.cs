using System.Buffers.Binary;

namespace Fer.ImageSharp.Tests;

/// <summary>A small file cannot ask for a huge picture.</summary>
public sealed class LimitTests
{
    private static readonly ImageSharpDecoder Decoder = new();

    [Theory]
    [InlineData("lossless.webp")]
    [InlineData("lossy.webp")]
    [InlineData("rgb-lzw.tif")]
    [InlineData("gray-16.tif")]
    [InlineData("rgb-rle.tga")]
    [InlineData("rgba.qoi")]
    public void The_limits_hold(string name)
    {
        byte[] file = FixtureFiles.Read(name);
        Image image = Decoder.Decode(file);
        int pixels = image.Width * image.Height;
        Decoder.Decode(file, new ImageDecoderOptions { MaxPixels = pixels });
        var error = Assert.Throws<ImageFormatException>(() => Decoder.Decode(file, new ImageDecoderOptions { MaxPixels = pixels - 1 }));
        Assert.Contains(nameof(ImageDecoderOptions.MaxPixels), error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ImageFormatException>(
            () => Decoder.Decode(file, new ImageDecoderOptions { MaxDecompressedBytes = image.Pixels.Length }));
        Assert.Contains(nameof(ImageDecoderOptions.MaxDecompressedBytes), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_huge_picture_is_refused_before_memory_is_taken()
    {
        byte[] qoi = FixtureFiles.Read("rgba.qoi");
        BinaryPrimitives.WriteInt32BigEndian(qoi.AsSpan(4), int.MaxValue);
        BinaryPrimitives.WriteInt32BigEndian(qoi.AsSpan(8), int.MaxValue);
        byte[] tga = FixtureFiles.Read("rgb-rle.tga");
        BinaryPrimitives.WriteInt32LittleEndian(tga.AsSpan(12), 0x7FFF_7FFF);
        foreach (byte[] file in (byte[][])[qoi, tga])
        {
            Decoder.Identify(file); // so that what happens once has happened
            long before = GC.GetAllocatedBytesForCurrentThread();
            var error = Assert.Throws<ImageFormatException>(() => Decoder.Decode(file));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 500_000);
            Assert.Contains("more than the limit", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_limit_of_one_megabyte_is_enough_for_a_small_picture_and_none_for_no_picture()
    {
        byte[] file = FixtureFiles.Read("rgb-deflate.tif");
        var options = new ImageDecoderOptions { MaxDecompressedBytes = 1 << 20 };
        Assert.Equal(19, Decoder.Decode(file, options).Width);
        Assert.Throws<ImageFormatException>(() => Decoder.Decode(file, options with { MaxDecompressedBytes = 0 }));
    }
}
