namespace Fer.Preprocessing;

/// <summary>
/// Reads JPEG files (ITU-T T.81) of the baseline and the extended sequential process with Huffman coding and 8 bits: grey
/// (<see cref="PixelFormat.Gray8"/>), YCbCr and RGB (<see cref="PixelFormat.Rgb24"/>), with any sampling factors, restart
/// markers and scans. Progressive, lossless, hierarchical, arithmetic-coded and CMYK files are refused by name.
/// </summary>
/// <remarks>
/// The pixels are those of libjpeg-turbo 2.1 with its default settings (accurate integer DCT, fancy upsampling), which
/// OpenCV and Pillow use. Unlike libjpeg, which fills what is missing with grey, a truncated file is an error.
/// </remarks>
public sealed class JpegDecoder : IImageDecoder
{
    /// <inheritdoc/>
    public string FormatName => "JPEG";

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> data) => data is [0xFF, JpegMarker.StartOfImage, 0xFF, ..];

    /// <inheritdoc/>
    public ImageInfo Identify(ReadOnlySpan<byte> data)
    {
        JpegFrame frame = JpegContent.ReadHeader(data).Frame;
        return new ImageInfo(FormatName, frame.Width, frame.Height, frame.Format);
    }

    /// <inheritdoc/>
    public Image Decode(ReadOnlySpan<byte> data, ImageDecoderOptions? options = null)
    {
        JpegContent content = JpegContent.ReadAll(data, options ?? ImageDecoderOptions.Default);
        return content.ColorSpace == JpegColorSpace.Grayscale
            ? ToGrayscale(content.Frame)
            : ToColor(content.Frame, content.ColorSpace);
    }

    private static Image ToGrayscale(JpegFrame frame)
    {
        SamplePlane plane = SamplePlane.Reconstruct(frame.Components[0]);
        var image = new Image(frame.Width, frame.Height, PixelFormat.Gray8);
        for (int y = 0; y < frame.Height; y++)
            plane.Row(y).CopyTo(image.Row(y));
        return image;
    }

    private static Image ToColor(JpegFrame frame, JpegColorSpace colorSpace)
    {
        var first = new ComponentUpsampler(frame.Components[0], frame);
        var second = new ComponentUpsampler(frame.Components[1], frame);
        var third = new ComponentUpsampler(frame.Components[2], frame);
        var image = new Image(frame.Width, frame.Height, PixelFormat.Rgb24);
        for (int y = 0; y < frame.Height; y++)
        {
            if (colorSpace == JpegColorSpace.YCbCr)
                YCbCrConverter.ToRgb(first.Row(y), second.Row(y), third.Row(y), image.Row(y));
            else
                Interleave(first.Row(y), second.Row(y), third.Row(y), image.Row(y));
        }

        return image;
    }

    private static void Interleave(ReadOnlySpan<byte> red, ReadOnlySpan<byte> green, ReadOnlySpan<byte> blue, Span<byte> rgb)
    {
        for (int x = 0; x * 3 < rgb.Length; x++)
            (rgb[3 * x], rgb[(3 * x) + 1], rgb[(3 * x) + 2]) = (red[x], green[x], blue[x]);
    }
}
