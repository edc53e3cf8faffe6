namespace Fer.Tests;

public class ImageTests
{
    [Theory]
    [InlineData(PixelFormat.Gray8, 1)]
    [InlineData(PixelFormat.Rgb24, 3)]
    [InlineData(PixelFormat.Rgba32, 4)]
    public void A_new_picture_is_black_and_has_the_bytes_of_its_format(PixelFormat format, int channels)
    {
        var image = new Image(5, 7, format);
        Assert.Equal((5, 7, format, channels), (image.Width, image.Height, image.Format, image.Channels));
        Assert.Equal(new byte[5 * 7 * channels], image.Pixels);
    }

    [Fact]
    public void Pixels_are_wrapped_not_copied()
    {
        byte[] pixels = [.. Enumerable.Range(0, 18).Select(i => (byte)i)];
        var image = new Image(2, 3, PixelFormat.Rgb24, pixels);
        Assert.Same(pixels, image.Pixels);
        Assert.Equal([6, 7, 8, 9, 10, 11], image.Row(1).ToArray());
        image.Row(2)[5] = 99;
        Assert.Equal(99, pixels[17]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void A_row_outside_is_an_error(int y) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => { new Image(2, 3, PixelFormat.Gray8).Row(y); });

    [Theory]
    [InlineData(0, 1, PixelFormat.Gray8)]
    [InlineData(1, 0, PixelFormat.Gray8)]
    [InlineData(-1, -1, PixelFormat.Gray8)]
    [InlineData(1, 1, (PixelFormat)0)]
    [InlineData(1, 1, (PixelFormat)2)]
    [InlineData(65_535, 65_535, PixelFormat.Gray8)]
    [InlineData(int.MaxValue, int.MaxValue, PixelFormat.Rgba32)]
    public void Impossible_sizes_and_formats_are_refused_before_memory_is_taken(int width, int height, PixelFormat format)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Image(width, height, format));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Image(width, height, format, new byte[1]));
    }

    [Fact]
    public void Pixels_of_another_size_are_refused_with_both_sizes()
    {
        string message = Assert.Throws<ArgumentException>(() => new Image(2, 2, PixelFormat.Rgb24, new byte[11])).Message;
        Assert.All(["2x2", "Rgb24", "12", "11"], part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.Throws<ArgumentNullException>(() => new Image(2, 2, PixelFormat.Rgb24, null!));
    }
}
