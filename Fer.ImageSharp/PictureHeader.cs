using Identified = SixLabors.ImageSharp.ImageInfo;

namespace Fer.ImageSharp;

/// <summary>What a file says of its picture before the pixels are decoded.</summary>
/// <param name="FormatName">The file format.</param>
/// <param name="Width">Width as stored.</param>
/// <param name="Height">Height as stored.</param>
/// <param name="Layout">What the pixels are decoded to.</param>
/// <param name="Orientation">How the stored picture is turned.</param>
internal sealed record PictureHeader(string FormatName, int Width, int Height, PixelLayout Layout, Orientation Orientation)
{
    // The most that ImageSharp's decoders hold beside the pixels: the coefficients of a JPEG with four components.
    private const int WorkingBytesPerPixel = 8;

    public static PictureHeader Of(FileFormat format, ReadOnlySpan<byte> file, Identified info)
    {
        if (info.Width < 1 || info.Height < 1)
        {
            throw new ImageFormatException(
                $"The {format.Name} header claims {info.Width}x{info.Height} pixels, which no picture can have.");
        }

        // ImageSharp keeps the tags of a TIFF file with its frames.
        bool isInFrame = info.Metadata.ExifProfile is null && info.FrameMetadataCollection.Count > 0;
        var orientation = Orientation.Read(isInFrame ? info.FrameMetadataCollection[0].ExifProfile : info.Metadata.ExifProfile);
        return new PictureHeader(format.Name, info.Width, info.Height, format.ReadLayout(file, info), orientation);
    }

    /// <summary>Size and layout of the upright picture.</summary>
    public ImageInfo Describe() => Orientation.SwapsSides
        ? new ImageInfo(FormatName, Height, Width, Layout.Format)
        : new ImageInfo(FormatName, Width, Height, Layout.Format);

    /// <summary>Refuses a picture that is too large, before any memory is taken for it.</summary>
    /// <exception cref="ImageFormatException">The picture is beyond the limits.</exception>
    public void CheckLimits(ImageDecoderOptions options)
    {
        long pixels = (long)Width * Height;
        if (pixels > options.MaxPixels)
        {
            throw new ImageFormatException(
                $"The {FormatName} header claims {Width}x{Height} pixels, more than the limit of {options.MaxPixels}. " +
                $"Raise {nameof(ImageDecoderOptions)}.{nameof(ImageDecoderOptions.MaxPixels)} if the picture is to be trusted.");
        }

        int copies = options.ApplyOrientation && !Orientation.IsUpright ? 2 : 1;
        Int128 bytes = (Int128)pixels * ((int)Layout.Format + (copies * Layout.DecodedBytes) + WorkingBytesPerPixel);
        if (bytes > options.MaxDecompressedBytes)
        {
            throw new ImageFormatException(
                $"The {FormatName} header claims {Width}x{Height} pixels, which take {bytes} bytes to decode, more than the limit of " +
                $"{options.MaxDecompressedBytes}. Raise {nameof(ImageDecoderOptions)}.{nameof(ImageDecoderOptions.MaxDecompressedBytes)} " +
                "if the picture is to be trusted.");
        }

        if ((Int128)pixels * (int)Layout.Format > Array.MaxLength)
            throw new ImageFormatException($"The {FormatName} header claims {Width}x{Height} pixels, more than one array can hold.");
    }
}
