namespace Fer.Preprocessing.Tests;

public sealed class PnmDecoderTests
{
    private static readonly PnmDecoder Decoder = new();

    public static TheoryData<string> Pictures => FixtureFiles.AsTheory("Pnm", ".pnm");

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Pixels_are_those_that_were_written(string name) =>
        ImageAssert.Equal(FixtureFiles.ReadPixels(name), Decoder.Decode(FixtureFiles.Read(name)));

    public static TheoryData<string> TextPictures => FixtureFiles.AsTheory("PnmText", ".pnm");

    [Theory]
    [MemberData(nameof(TextPictures))]
    public void Text_is_read_as_well(string name)
    {
        Image expected = FixtureFiles.ReadPixels(name);
        ImageAssert.Equal(expected, Decoder.Decode(FixtureFiles.Read(name)));
        Assert.Equal(new ImageInfo("PNM", expected.Width, expected.Height, expected.Format), Decoder.Identify(FixtureFiles.Read(name)));
    }

    [Theory]
    [InlineData("P2 1 1 255 256", "256 where 255")]
    [InlineData("P2 1 1 0 0", "greatest value of 0")]
    [InlineData("P2 1 1 65536 0", "greatest value of 65536")]
    [InlineData("P2 0 1 255 0", "0x1 pixels")]
    [InlineData("P2 3 1 255 1 2 x", "0x78 where a number is due")]
    [InlineData("P2 2 1 255 1   ", "truncated")]
    [InlineData("P2 99999999999 1 255 1", "too large")]
    [InlineData("P1 2 1 12", "0x32 where a number is due")]
    [InlineData("P5 40000 2000 255 ", "cannot hold")]
    [InlineData("P5 2 2", "truncated")]
    [InlineData("P5 2 2 255", "header does not end")]
    public void What_cannot_be_is_an_error_that_says_so(string file, string message)
    {
        byte[] data = System.Text.Encoding.ASCII.GetBytes(file);
        Assert.Contains(message, Assert.Throws<ImageFormatException>(() => Decoder.Decode(data)).Message, StringComparison.Ordinal);
    }
}
