namespace Fer.Preprocessing;

/// <summary>Pictures for formats that know no transparency.</summary>
internal static class OpaqueImage
{
    private static readonly RgbTransform Rgb = new();

    /// <summary>The picture without its alpha channel, if it has one and that is 255 throughout.</summary>
    /// <exception cref="FerException">The picture has transparent pixels, whose colours nobody was meant to see.</exception>
    public static Image From(Image image, string formatName)
    {
        if (image.Format != PixelFormat.Rgba32)
            return image;
        for (int i = 3; i < image.Pixels.Length; i += 4)
        {
            if (image.Pixels[i] != 255)
            {
                throw new FerException(
                    $"The picture is transparent at ({i / 4 % image.Width}, {i / 4 / image.Width}), and a {formatName} file cannot " +
                    $"hold that. Put it on a background or drop the alpha channel with {nameof(RgbTransform)}, or write a PNG file.");
            }
        }

        return Rgb.Apply(image);
    }
}
