namespace Fer.ImageSharp.Tests;

/// <summary>Comparisons of pictures.</summary>
internal static class ImageAssert
{
    public static void Equal(Image expected, Image actual)
    {
        Assert.Equal((expected.Width, expected.Height, expected.Format), (actual.Width, actual.Height, actual.Format));
        Assert.Equal(expected.Pixels, actual.Pixels);
    }

    /// <summary>Equal as colours with alpha, where grey is as good as colour; nothing is asked of colours that cannot be seen.</summary>
    public static void SameToTheEye(Image expected, Image actual, int tolerance = 0)
    {
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        for (int i = 0; i < expected.Width * expected.Height; i++)
        {
            (int[] theirs, int[] ours) = (Rgba(expected, i), Rgba(actual, i));
            Assert.Equal(theirs[3], ours[3]);
            for (int channel = 0; channel < 3 && theirs[3] > 0; channel++)
                Assert.InRange(ours[channel], theirs[channel] - tolerance, theirs[channel] + tolerance);
        }
    }

    private static int[] Rgba(Image image, int index)
    {
        ReadOnlySpan<byte> pixel = image.Pixels.AsSpan(index * image.Channels, image.Channels);
        return image.Format switch
        {
            PixelFormat.Gray8 => [pixel[0], pixel[0], pixel[0], 255],
            PixelFormat.Rgb24 => [pixel[0], pixel[1], pixel[2], 255],
            _ => [pixel[0], pixel[1], pixel[2], pixel[3]],
        };
    }
}
