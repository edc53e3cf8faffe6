namespace Fer.Preprocessing.Tests;

public sealed class GifDecoderTests
{
    private static readonly GifDecoder Decoder = new();

    public static TheoryData<string> Pictures => FixtureFiles.AsTheory("Gif", ".gif");

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Pixels_are_those_that_were_written(string name) =>
        ImageAssert.Equal(FixtureFiles.ReadPixels(name), Decoder.Decode(FixtureFiles.Read(name)));

    [Fact]
    public void Pixel_data_that_end_early_are_an_error()
    {
        byte[] data = FixtureFiles.Read("Gif/one-colour.gif");
        int descriptor = data.AsSpan().LastIndexOf((byte)',');
        data[descriptor + 7]++; // one row more
        Assert.Contains("end early", Assert.Throws<ImageFormatException>(() => Decoder.Decode(data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_a_colour_table_is_an_error()
    {
        byte[] data = FixtureFiles.Read("Gif/global-1.gif");
        byte[] without = [.. data[..10], 0, .. data[11..13], .. data[(13 + 6)..]];
        var error = Assert.Throws<ImageFormatException>(() => Decoder.Decode(without));
        Assert.Contains("colour table", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_beyond_the_limits_is_refused()
    {
        byte[] data = FixtureFiles.Read("Gif/global-4.gif");
        Assert.Throws<ImageFormatException>(() => Decoder.Decode(data, new ImageDecoderOptions { MaxPixels = 100 }));
        Assert.Throws<ImageFormatException>(() => Decoder.Decode(data, new ImageDecoderOptions { MaxDecompressedBytes = 600 }));
    }
}
