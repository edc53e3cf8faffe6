namespace Fer.Preprocessing;

/// <summary>Turns and mirrors a picture upright.</summary>
internal static class OrientationTransform
{
    /// <summary>Whether width and height change places.</summary>
    public static bool SwapsSides(ExifOrientation orientation) => orientation >= ExifOrientation.Transposed;

    /// <summary>The orientation to apply: the file's, or none if the options say so.</summary>
    public static ExifOrientation Choose(ExifOrientation orientation, ImageDecoderOptions? options) =>
        (options ?? ImageDecoderOptions.Default).ApplyOrientation ? orientation : ExifOrientation.Upright;

    /// <summary>The size and layout after turning.</summary>
    public static ImageInfo Apply(ImageInfo info, ExifOrientation orientation) =>
        SwapsSides(orientation) ? info with { Width = info.Height, Height = info.Width } : info;

    /// <summary>The upright picture; the same one if it is upright already.</summary>
    public static Image Apply(Image image, ExifOrientation orientation)
    {
        if (orientation == ExifOrientation.Upright)
            return image;
        int right = image.Width - 1;
        int bottom = image.Height - 1;

        // Where the first pixel comes from, and how far it is from there to the next one in x and in y.
        (int x, int y) = orientation switch
        {
            ExifOrientation.MirroredHorizontally or ExifOrientation.ToBeTurnedCounterclockwise => (right, 0),
            ExifOrientation.UpsideDown or ExifOrientation.Transversed => (right, bottom),
            ExifOrientation.MirroredVertically or ExifOrientation.ToBeTurnedClockwise => (0, bottom),
            _ => (0, 0),
        };
        int alongRow = x == 0 ? 1 : -1;
        int alongColumn = y == 0 ? image.Width : -image.Width;
        int start = (y * image.Width) + x;
        if (!SwapsSides(orientation))
            return Collect(image, image.Width, image.Height, start, alongRow, alongColumn);
        return Collect(image, image.Height, image.Width, start, alongColumn, alongRow);
    }

    private static Image Collect(Image image, int width, int height, int start, int stepX, int stepY)
    {
        int channels = image.Channels;
        var result = new Image(width, height, image.Format);
        for (int y = 0; y < height; y++)
        {
            Span<byte> row = result.Row(y);
            int source = (start + (y * stepY)) * channels;
            for (int i = 0; i < row.Length; i += channels, source += stepX * channels)
            {
                for (int channel = 0; channel < channels; channel++)
                    row[i + channel] = image.Pixels[source + channel];
            }
        }

        return result;
    }
}
