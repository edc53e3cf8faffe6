namespace Fer.Preprocessing;

/// <summary>Makes three channels of any picture: grey is repeated, alpha is dropped, RGB stays as it is.</summary>
public sealed class RgbTransform : IImageTransform
{
    /// <inheritdoc/>
    public Image Apply(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Format == PixelFormat.Rgb24)
            return image;

        var rgb = new Image(image.Width, image.Height, PixelFormat.Rgb24);
        byte[] source = image.Pixels;
        byte[] destination = rgb.Pixels;
        int channels = image.Channels;
        // Where green and blue lie after red: nowhere else in a grey picture.
        int step = image.Format == PixelFormat.Gray8 ? 0 : 1;
        for (int d = 0, s = 0; d < destination.Length; d += 3, s += channels)
        {
            destination[d] = source[s];
            destination[d + 1] = source[s + step];
            destination[d + 2] = source[s + (2 * step)];
        }

        return rgb;
    }
}
