namespace Fer.Preprocessing.Tests;

public sealed class RgbTransformTests
{
    [Fact]
    public void Gray_is_repeated() =>
        ImageAssert.Equal(
            new Image(2, 1, PixelFormat.Rgb24, [7, 7, 7, 200, 200, 200]),
            new RgbTransform().Apply(new Image(2, 1, PixelFormat.Gray8, [7, 200])));

    [Fact]
    public void Alpha_is_dropped() =>
        ImageAssert.Equal(
            new Image(1, 2, PixelFormat.Rgb24, [1, 2, 3, 4, 5, 6]),
            new RgbTransform().Apply(new Image(1, 2, PixelFormat.Rgba32, [1, 2, 3, 255, 4, 5, 6, 0])));

    [Fact]
    public void Rgb_stays_as_it_is()
    {
        Image rgb = RandomImages.Create(5, 4, PixelFormat.Rgb24, 8, 1);
        Assert.Same(rgb, new RgbTransform().Apply(rgb));
    }

    [Fact]
    public void Gray_comes_back_from_rgb_unchanged()
    {
        Image gray = RandomImages.Create(16, 16, PixelFormat.Gray8, 0, 1);
        ImageAssert.Equal(gray, new GrayscaleTransform().Apply(new RgbTransform().Apply(gray)));
    }
}
