namespace Fer.Preprocessing;

/// <summary>Refuses pictures that are too large, before any memory is taken for them.</summary>
internal static class ImageLimits
{
    /// <summary>Checks a size that a header claims against the caller's limit and against what memory can hold.</summary>
    /// <exception cref="ImageFormatException">The picture is too large.</exception>
    public static void Check(string formatName, int width, int height, PixelFormat format, ImageDecoderOptions? options)
    {
        long maxPixels = (options ?? ImageDecoderOptions.Default).MaxPixels;
        long pixels = (long)width * height;
        if (pixels > maxPixels)
        {
            throw new ImageFormatException(
                $"The {formatName} header claims {width}x{height} pixels, more than the limit of {maxPixels}. " +
                $"Raise {nameof(ImageDecoderOptions)}.{nameof(ImageDecoderOptions.MaxPixels)} if the picture is to be trusted.");
        }

        if (pixels * (int)format > Array.MaxLength)
            throw new ImageFormatException($"The {formatName} header claims {width}x{height} pixels, more than one array can hold.");
    }
}
