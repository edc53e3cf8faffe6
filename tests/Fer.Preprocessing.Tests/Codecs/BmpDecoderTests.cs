namespace Fer.Preprocessing.Tests;

public sealed class BmpDecoderTests
{
    private static readonly BmpDecoder Decoder = new();

    public static TheoryData<string> Pictures => FixtureFiles.AsTheory("Bmp", ".bmp");

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Pixels_are_those_that_were_written(string name) =>
        ImageAssert.Equal(FixtureFiles.ReadPixels(name), Decoder.Decode(FixtureFiles.Read(name)));

    [Theory]
    [InlineData(28, 3, "3 bits per pixel")]
    [InlineData(30, 5, "compression 5")]
    [InlineData(30, 1, "24 bits per pixel and compression 1")]
    public void A_kind_that_is_not_supported_is_refused_with_its_numbers(int position, byte value, string message)
    {
        byte[] data = FixtureFiles.Read("Bmp/rgb-24.bmp");
        data[position] = value;
        Assert.Contains(message, Assert.Throws<ImageFormatException>(() => Decoder.Decode(data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_colour_outside_the_table_is_an_error()
    {
        byte[] data = FixtureFiles.Read("Bmp/palette-8-short.bmp");
        data[^4] = 20;
        Assert.Contains("colour 20", Assert.Throws<ImageFormatException>(() => Decoder.Decode(data)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, 100)]
    [InlineData(9000, 9000)]
    [InlineData(int.MaxValue, int.MinValue)]
    public void No_memory_is_taken_for_a_size_that_the_file_cannot_hold(int width, int height)
    {
        byte[] data = FixtureFiles.Read("Bmp/rgb-24.bmp");
        BitConverter.TryWriteBytes(data.AsSpan(18), width);
        BitConverter.TryWriteBytes(data.AsSpan(22), height);
        var options = new ImageDecoderOptions { MaxPixels = long.MaxValue };
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ImageFormatException>(() => Decoder.Decode(data, options));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }
}
