using Fer.Preprocessing;

namespace Fer.ImageSharp.Tests;

/// <summary>WebP, TIFF, TGA and QOI files, as Pillow and the specifications have them.</summary>
public sealed class DecoderTests
{
    private static readonly ImageSharpDecoder Decoder = new();

    private static readonly ImageCodecs Codecs = ImageCodecs.Default.With(Decoder);

    public static TheoryData<string> Names => [.. FixtureFiles.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Pixels_are_those_of_the_reference(string name)
    {
        Image expected = FixtureFiles.ReadPixels(name);
        Image actual = Codecs.Decode(FixtureFiles.Read(name));
        if (Tolerance(name) is int tolerance and > 0)
        {
            Assert.Equal(expected.Format, actual.Format);
            ImageAssert.SameToTheEye(expected, actual, tolerance);
        }
        else
        {
            ImageAssert.Equal(expected, actual);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_identifies_what_it_decodes(string name)
    {
        Image image = Decoder.Decode(FixtureFiles.Read(name));
        string format = Path.GetExtension(name) switch { ".webp" => "WebP", ".tif" => "TIFF", ".tga" => "TGA", _ => "QOI" };
        Assert.Equal(new ImageInfo(format, image.Width, image.Height, image.Format), Decoder.Identify(FixtureFiles.Read(name)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Sixteen_bytes_are_enough_to_recognise_a_file(string name) =>
        Assert.True(Decoder.Recognizes(FixtureFiles.Read(name).AsSpan(0, 16)));

    [Theory]
    [InlineData("orientation-6.webp")]
    [InlineData("orientation-6.tif")]
    public void A_picture_is_left_as_it_is_stored_if_the_options_say_so(string name)
    {
        Image stored = Decoder.Decode(FixtureFiles.Read(name), new ImageDecoderOptions { ApplyOrientation = false });
        ImageAssert.Equal(FixtureFiles.ReadPixels(name.Replace('6', '1')), stored);
    }

    [Fact]
    public void Memory_is_taken_from_the_pool()
    {
        var pool = new PixelPool();
        byte[] file = FixtureFiles.Read("lossless.webp");
        Image first = Decoder.Decode(file, new ImageDecoderOptions { PixelPool = pool });
        pool.Return(first);
        Assert.Same(first.Pixels, Decoder.Decode(file, new ImageDecoderOptions { PixelPool = pool }).Pixels);
    }

    [Fact]
    public void Formats_that_were_not_asked_for_are_left_alone()
    {
        var decoder = new ImageSharpDecoder(ImageSharpFormats.Qoi);
        Assert.Equal("QOI", decoder.FormatName);
        Assert.False(decoder.Recognizes(FixtureFiles.Read("rgb-raw.tif")));
        Assert.Throws<ImageFormatException>(() => decoder.Decode(FixtureFiles.Read("rgb-raw.tif")));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageSharpDecoder(ImageSharpFormats.None));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageSharpDecoder((ImageSharpFormats)(1 << 20)));
    }

    // Lossy codecs may round differently; libwebp also smooths the colours it enlarges.
    private static int Tolerance(string name) => name switch
    {
        "lossy.webp" or "lossy-alpha.webp" => 2,
        "jpeg.tif" => 3,
        _ => 0,
    };
}
