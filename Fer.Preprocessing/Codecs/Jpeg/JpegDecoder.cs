namespace Fer.Preprocessing;

/// <summary>
/// Reads JPEG files (ITU-T T.81) of the baseline, the extended sequential and the progressive process with Huffman coding and 8 bits:
/// grey (<see cref="PixelFormat.Gray8"/>), YCbCr, RGB, CMYK and YCCK (all <see cref="PixelFormat.Rgb24"/>), with any sampling factors,
/// restart markers and scans. Lossless, hierarchical, arithmetic-coded and 12-bit files are refused by name.
/// </summary>
/// <remarks>
/// The pixels are those of libjpeg-turbo 2.1 with its default settings (accurate integer DCT, fancy upsampling), which
/// OpenCV and Pillow use. CMYK becomes RGB as in Pillow, which takes every such file as inverted, as Adobe writes them. The orientation
/// of EXIF data is applied, in <see cref="Identify"/> too, unless the options say otherwise. Unlike libjpeg, which fills what is
/// missing with grey, a truncated file is an error; and coefficients that no scan of a progressive file refines are not smoothed.
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
        JpegContent content = JpegContent.ReadHeader(data);
        JpegFrame frame = content.Frame;
        return OrientationTransform.Apply(new ImageInfo(FormatName, frame.Width, frame.Height, frame.Format), content.Orientation);
    }

    /// <inheritdoc/>
    public Image Decode(ReadOnlySpan<byte> data, ImageDecoderOptions? options = null)
    {
        options ??= ImageDecoderOptions.Default;
        JpegContent content = JpegContent.ReadAll(data, options);
        JpegFrame frame = content.Frame;
        Image image = options.CreateImage(frame.Width, frame.Height, frame.Format);
        if (frame.Format == PixelFormat.Gray8)
            CopyGray(frame.Components[0].Plane, image);
        else
            ConvertColor(frame, content.ColorSpace, image);
        foreach (JpegComponent component in frame.Components)
            component.Dispose();
        Image upright = OrientationTransform.Apply(image, OrientationTransform.Choose(content.Orientation, options));
        if (upright != image)
            options.PixelPool?.Return(image);
        return upright;
    }

    private static void CopyGray(SamplePlane plane, Image image)
    {
        for (int y = 0; y < image.Height; y++)
            plane.Row(y).CopyTo(image.Row(y));
    }

    private static void ConvertColor(JpegFrame frame, JpegColorSpace colorSpace, Image image)
    {
        ComponentUpsampler[] components = [.. frame.Components.Select(component => new ComponentUpsampler(component, frame))];
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> first = components[0].Row(y);
            ReadOnlySpan<byte> second = components[1].Row(y);
            ReadOnlySpan<byte> third = components[2].Row(y);
            Span<byte> rgb = image.Row(y);
            if (colorSpace is JpegColorSpace.YCbCr or JpegColorSpace.Ycck)
                JpegColorConverter.YCbCrToRgb(first, second, third, rgb);
            else
                JpegColorConverter.Interleave(first, second, third, rgb);
            if (colorSpace == JpegColorSpace.Ycck)
                Invert(rgb);
            if (colorSpace is JpegColorSpace.Cmyk or JpegColorSpace.Ycck)
                JpegColorConverter.MultiplyByBlack(rgb, components[3].Row(y));
        }
    }

    private static void Invert(Span<byte> row)
    {
        foreach (ref byte value in row)
            value = (byte)~value;
    }
}
