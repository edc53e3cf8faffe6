using Fer.Preprocessing;

namespace Fer.ImageSharp.Tests;

/// <summary>What the encoders write, read again by decoders that are tested against Pillow.</summary>
public sealed class EncoderTests
{
    private static readonly ImageCodecs Codecs = ImageCodecs.Default.With(new ImageSharpDecoder())
        .With(ImageSharpEncoder.LosslessWebP).With(ImageSharpEncoder.Tiff).With(ImageSharpEncoder.Tga).With(ImageSharpEncoder.Qoi);

    public static TheoryData<string, PixelFormat> Cases =>
        [.. from extension in (string[])[".webp", ".tiff", ".tga", ".qoi"]
            from format in Enum.GetValues<PixelFormat>()
            select (extension, format)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_picture_is_read_as_it_was_written(string extension, PixelFormat format)
    {
        foreach ((int width, int height) in ((int, int)[])[(1, 1), (1, 9), (16, 16), (37, 23)])
        {
            Image image = Noise(width, height, format, isOpaque: extension == ".tiff");
            Image actual = Codecs.Decode(Encode(extension, image));
            ImageAssert.SameToTheEye(image, actual);
            bool keepsGray = extension is ".tiff" or ".tga";
            Assert.Equal(format == PixelFormat.Gray8 && keepsGray, actual.Format == PixelFormat.Gray8);
        }
    }

    [Theory]
    [InlineData(PixelFormat.Gray8)]
    [InlineData(PixelFormat.Rgb24)]
    [InlineData(PixelFormat.Rgba32)]
    public void Lossy_webp_keeps_a_smooth_picture_nearly(PixelFormat format)
    {
        var image = new Image(40, 30, format);
        for (int i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = i % 4 == 3 && format == PixelFormat.Rgba32 ? (byte)255 : (byte)(40 + (i / image.Channels % 40 * 3));
        using var stream = new MemoryStream();
        ImageSharpEncoder.LossyWebP(95).Encode(image, stream);
        ImageAssert.SameToTheEye(image, Codecs.Decode(stream.ToArray()), tolerance: 12);
    }

    [Fact]
    public void Transparent_pixels_are_refused_where_they_would_be_lost()
    {
        using var stream = new MemoryStream();
        var error = Assert.Throws<FerException>(() => ImageSharpEncoder.Tiff.Encode(new Image(2, 2, PixelFormat.Rgba32), stream));
        Assert.Contains("(0, 0)", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, stream.Length);
    }

    [Fact]
    public void A_picture_that_is_too_large_for_the_format_is_refused()
    {
        using var stream = new MemoryStream();
        Assert.Throws<FerException>(() => ImageSharpEncoder.LosslessWebP.Encode(new Image(16384, 1, PixelFormat.Gray8), stream));
        Assert.Throws<FerException>(() => ImageSharpEncoder.Tga.Encode(new Image(1, 32768, PixelFormat.Gray8), stream));
        Assert.Equal(0, stream.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageSharpEncoder.LossyWebP(101));
        Assert.Throws<ArgumentNullException>(() => ImageSharpEncoder.Qoi.Encode(null!, stream));
    }

    private static byte[] Encode(string extension, Image image)
    {
        using var stream = new MemoryStream();
        Codecs.Encoders.First(encoder => encoder.Extensions.Contains(extension)).Encode(image, stream);
        return stream.ToArray();
    }

    private static Image Noise(int width, int height, PixelFormat format, bool isOpaque)
    {
        var random = RandomGenerator.Create((ulong)width);
        var image = new Image(width, height, format);
        for (int i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = format == PixelFormat.Rgba32 && i % 4 == 3 && isOpaque ? (byte)255 : (byte)random.Next(256);
        return image;
    }
}
