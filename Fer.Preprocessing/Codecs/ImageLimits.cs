namespace Fer.Preprocessing;

/// <summary>Refuses pictures that are too large, before any memory is taken for them.</summary>
internal static class ImageLimits
{
    /// <summary>Checks a size that a header claims against the caller's limits and against what memory can hold.</summary>
    /// <param name="formatName">The file format, for messages.</param>
    /// <param name="width">The claimed width.</param>
    /// <param name="height">The claimed height.</param>
    /// <param name="format">The layout the pixels are decoded to.</param>
    /// <param name="workingBytes">What decoding needs beside the pixels.</param>
    /// <param name="options">The limits; the default ones if null.</param>
    /// <exception cref="ImageFormatException">The picture is too large.</exception>
    public static void Check(
        string formatName, int width, int height, PixelFormat format, long workingBytes, ImageDecoderOptions? options)
    {
        options ??= ImageDecoderOptions.Default;
        long pixels = (long)width * height;
        if (pixels > options.MaxPixels)
        {
            throw new ImageFormatException(
                $"The {formatName} header claims {width}x{height} pixels, more than the limit of {options.MaxPixels}. " +
                $"Raise {nameof(ImageDecoderOptions)}.{nameof(ImageDecoderOptions.MaxPixels)} if the picture is to be trusted.");
        }

        Int128 bytes = ((Int128)pixels * (int)format) + workingBytes;
        if (bytes > options.MaxDecompressedBytes)
        {
            throw new ImageFormatException(
                $"The {formatName} header claims {width}x{height} pixels, which take {bytes} bytes to decode, more than the limit of " +
                $"{options.MaxDecompressedBytes}. Raise {nameof(ImageDecoderOptions)}.{nameof(ImageDecoderOptions.MaxDecompressedBytes)} " +
                "if the picture is to be trusted.");
        }

        if ((Int128)pixels * (int)format > Array.MaxLength)
            throw new ImageFormatException($"The {formatName} header claims {width}x{height} pixels, more than one array can hold.");
    }
}
