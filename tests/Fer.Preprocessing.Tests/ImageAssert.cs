namespace Fer.Preprocessing.Tests;

/// <summary>Comparisons of pictures.</summary>
internal static class ImageAssert
{
    public static void Equal(Image expected, Image actual)
    {
        Assert.Equal((expected.Width, expected.Height, expected.Format), (actual.Width, actual.Height, actual.Format));
        Assert.Equal(expected.Pixels, actual.Pixels);
    }
}
