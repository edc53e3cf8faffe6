namespace Fer.Preprocessing;

/// <summary>
/// Brightness, contrast and saturation with the arithmetic of Pillow's <c>ImageEnhance</c>, which torchvision's ColorJitter
/// uses, and torchvision's gamma. Alpha stays as it is.
/// </summary>
internal static class ImageEnhance
{
    /// <summary>Mixes with black: 0 gives black, 1 the picture itself, 2 twice its brightness.</summary>
    public static Image Brightness(Image image, double factor) => Map(image, value => Blend(0, value, factor));

    /// <summary>Mixes with the mean grey: 0 gives a flat grey, 1 the picture itself.</summary>
    public static Image Contrast(Image image, double factor)
    {
        int mean = MeanLuma(image);
        return Map(image, value => Blend(mean, value, factor));
    }

    /// <summary>Mixes with the grey picture: 0 gives that, 1 the picture itself. A grey picture stays as it is.</summary>
    public static Image Saturation(Image image, double factor)
    {
        if (image.Format == PixelFormat.Gray8)
            return image;
        var result = new Image(image.Width, image.Height, image.Format, (byte[])image.Pixels.Clone());
        for (int i = 0; i < result.Pixels.Length; i += result.Channels)
        {
            Span<byte> color = result.Pixels.AsSpan(i, 3);
            int luma = Luma(color);
            foreach (ref byte value in color)
                value = Blend(luma, value, factor);
        }

        return result;
    }

    /// <summary><c>255 (v / 255)^gamma</c>: below 1 brightens, above 1 darkens. Cut off as torchvision's <c>adjust_gamma</c>.</summary>
    public static Image Gamma(Image image, double gamma) => Map(image, value => (byte)(255.999 * Math.Pow(value / 255.0, gamma)));

    private static Image Map(Image image, Func<byte, byte> map)
    {
        Span<byte> table = stackalloc byte[256];
        for (int value = 0; value < table.Length; value++)
            table[value] = map((byte)value);

        var result = new Image(image.Width, image.Height, image.Format);
        bool hasAlpha = image.Format == PixelFormat.Rgba32;
        for (int i = 0; i < result.Pixels.Length; i++)
            result.Pixels[i] = hasAlpha && i % 4 == 3 ? image.Pixels[i] : table[image.Pixels[i]];
        return result;
    }

    // In single precision and cut off, not rounded, as Pillow does it.
    private static byte Blend(int degenerate, byte value, double factor)
    {
        float blended = degenerate + ((float)factor * (value - degenerate));
        return (byte)Math.Clamp(blended, 0f, 255f);
    }

    private static int MeanLuma(Image image)
    {
        long sum = 0;
        for (int i = 0; i < image.Pixels.Length; i += image.Channels)
            sum += image.Format == PixelFormat.Gray8 ? image.Pixels[i] : Luma(image.Pixels.AsSpan(i, 3));
        return (int)(((double)sum / ((long)image.Width * image.Height)) + 0.5);
    }

    /// <summary>Pillow's conversion to "L": the luma of ITU-R BT.601 in 16-bit fixed point, rounded.</summary>
    private static int Luma(ReadOnlySpan<byte> rgb) => ((rgb[0] * 19595) + (rgb[1] * 38470) + (rgb[2] * 7471) + 0x8000) >> 16;
}
