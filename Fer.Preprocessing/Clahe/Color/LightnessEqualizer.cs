using System.Buffers;

namespace Fer.Preprocessing;

/// <summary>
/// Applies an equalisation to a grey picture, or to the lightness of a colour picture, whose hue and alpha stay as they are.
/// </summary>
internal static class LightnessEqualizer
{
    /// <summary>Equalises pixels, width and height given, from the first span into the second, which may be the same.</summary>
    public delegate void Equalization(ReadOnlySpan<byte> source, Span<byte> destination, int width, int height);

    /// <summary>Makes an equalised picture.</summary>
    public static Image Apply(Image image, LightnessSpace space, Equalization equalize)
    {
        var equalized = new Image(image.Width, image.Height, image.Format);
        if (image.Format == PixelFormat.Gray8)
            equalize(image.Pixels, equalized.Pixels, image.Width, image.Height);
        else if (space == LightnessSpace.Lab)
            ApplyToColor<LabConverter>(image, equalized, equalize);
        else
            ApplyToColor<YCrCbConverter>(image, equalized, equalize);
        return equalized;
    }

    private static void ApplyToColor<TConverter>(Image image, Image equalized, Equalization equalize)
        where TConverter : ILightnessConverter
    {
        int count = image.Width * image.Height;
        byte[] rented = ArrayPool<byte>.Shared.Rent(count);
        Span<byte> lightness = rented.AsSpan(0, count);
        Separate<TConverter>(image, equalized.Pixels, lightness);
        equalize(lightness, lightness, image.Width, image.Height);
        Join<TConverter>(equalized.Pixels, lightness, image.Channels);
        ArrayPool<byte>.Shared.Return(rented);
    }

    private static void Separate<TConverter>(Image image, Span<byte> colors, Span<byte> lightness)
        where TConverter : ILightnessConverter
    {
        int channels = image.Channels;
        ReadOnlySpan<byte> pixels = image.Pixels;
        for (int i = 0, p = 0; i < lightness.Length; i++, p += channels)
        {
            (lightness[i], colors[p + 1], colors[p + 2]) = TConverter.FromRgb(pixels[p], pixels[p + 1], pixels[p + 2]);
            if (channels == 4)
                colors[p + 3] = pixels[p + 3];
        }
    }

    private static void Join<TConverter>(Span<byte> colors, ReadOnlySpan<byte> lightness, int channels)
        where TConverter : ILightnessConverter
    {
        for (int i = 0, p = 0; i < lightness.Length; i++, p += channels)
            (colors[p], colors[p + 1], colors[p + 2]) = TConverter.ToRgb(lightness[i], colors[p + 1], colors[p + 2]);
    }
}
