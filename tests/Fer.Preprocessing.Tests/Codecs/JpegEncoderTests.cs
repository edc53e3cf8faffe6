using FsCheck;
using FsCheck.Fluent;

namespace Fer.Preprocessing.Tests;

public sealed class JpegEncoderTests
{
    public static TheoryData<string> Pictures => FixtureFiles.AsTheory("JpegEncoded", ".jpg");

    /// <summary>The fixtures' names end with sampling and quality: color-420-90-24x17.</summary>
    [Theory]
    [MemberData(nameof(Pictures))]
    public void Files_are_those_of_cjpeg_byte_for_byte(string name)
    {
        string[] parts = Path.GetFileNameWithoutExtension(name).Split('-');
        var encoder = new JpegEncoder
        {
            Quality = int.Parse(parts[parts[0] == "gray" ? 1 : 2], System.Globalization.CultureInfo.InvariantCulture),
            Subsampling = parts[1] == "444" ? JpegSubsampling.Chroma444 : JpegSubsampling.Chroma420,
        };
        Assert.Equal(FixtureFiles.Read(name), Encode(FixtureFiles.ReadPixels(name), encoder));
    }

    [Fact]
    public void Any_picture_is_read_again_much_as_it_was() =>
        Prop.ForAll(RandomImages.UpTo(40), image =>
        {
            if (image.Format == PixelFormat.Rgba32)
                return;
            var best = new JpegEncoder { Quality = 100, Subsampling = JpegSubsampling.Chroma444 };
            Image decoded = new JpegDecoder().Decode(Encode(image, best));
            Assert.Equal((image.Width, image.Height, image.Format), (decoded.Width, decoded.Height, decoded.Format));
            for (int i = 0; i < image.Pixels.Length; i++)
                Assert.InRange(decoded.Pixels[i], image.Pixels[i] - 8, image.Pixels[i] + 8);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_transparent_picture_is_refused_with_the_pixel_and_the_way_out()
    {
        var image = new Image(4, 3, PixelFormat.Rgba32);
        image.Pixels.AsSpan().Fill(255);
        Assert.Equal(Encode(new RgbTransform().Apply(image), new JpegEncoder()), Encode(image, new JpegEncoder()));
        image.Pixels[(((4 * 2) + 1) * 4) + 3] = 254;
        string message = Assert.Throws<FerException>(() => Encode(image, new JpegEncoder())).Message;
        Assert.Contains("(1, 2)", message, StringComparison.Ordinal);
        Assert.Contains("RgbTransform", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void A_quality_that_does_not_exist_is_refused(int quality) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new JpegEncoder { Quality = quality });

    [Fact]
    public void A_subsampling_that_does_not_exist_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new JpegEncoder { Subsampling = (JpegSubsampling)2 });

    [Fact]
    public void A_side_longer_than_the_format_allows_is_refused() =>
        Assert.Throws<FerException>(() => Encode(new Image(65501, 1, PixelFormat.Gray8), new JpegEncoder()));

    private static byte[] Encode(Image image, JpegEncoder encoder)
    {
        using var stream = new MemoryStream();
        encoder.Encode(image, stream);
        return stream.ToArray();
    }
}
