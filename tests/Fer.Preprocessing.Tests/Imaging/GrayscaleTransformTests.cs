namespace Fer.Preprocessing.Tests;

public sealed class GrayscaleTransformTests
{
    [Fact]
    public void Gray_is_that_of_opencv()
    {
        byte[] fixture = FixtureFiles.Read("Imaging/gray.bin");
        int count = fixture.Length / 4;
        var rgb = new Image(count, 1, PixelFormat.Rgb24);
        var rgba = new Image(count, 1, PixelFormat.Rgba32);
        var gray = new Image(count, 1, PixelFormat.Gray8);
        for (int i = 0; i < count; i++)
        {
            fixture.AsSpan(4 * i, 3).CopyTo(rgb.Pixels.AsSpan(3 * i));
            fixture.AsSpan(4 * i, 3).CopyTo(rgba.Pixels.AsSpan(4 * i));
            rgba.Pixels[(4 * i) + 3] = (byte)i;
            gray.Pixels[i] = fixture[(4 * i) + 3];
        }

        ImageAssert.Equal(gray, new GrayscaleTransform().Apply(rgb));
        ImageAssert.Equal(gray, new GrayscaleTransform().Apply(rgba));
    }

    [Fact]
    public void Gray_stays_as_it_is()
    {
        Image gray = RandomImages.Create(5, 4, PixelFormat.Gray8, 8, 1);
        Assert.Same(gray, new GrayscaleTransform().Apply(gray));
    }
}
