namespace Fer.Preprocessing;

/// <summary>The segments of a JPEG file that make its picture: frame, tables and coefficients.</summary>
internal sealed class JpegContent
{
    // A file of many scans that are all but empty takes long to decode. Real ones have a dozen or two.
    private const int MaxScans = 500;

    private readonly JpegTables _tables = new();
    private int _scans;
    private JpegFrame? _frame;
    private bool _hasJfif;
    private int? _adobeTransform;

    private JpegContent()
    {
    }

    public JpegFrame Frame => _frame ?? throw new ImageFormatException("The JPEG file is corrupt: it has no frame header.");

    /// <summary>How the picture is to be turned, as the EXIF data before the frame say.</summary>
    public ExifOrientation Orientation { get; private set; } = ExifOrientation.Upright;

    /// <summary>What the components mean, decided as libjpeg decides it: JFIF, then Adobe's marker, then the component numbers.</summary>
    public JpegColorSpace ColorSpace
    {
        get
        {
            if (Frame.Components.Count == 1)
                return JpegColorSpace.Grayscale;
            if (Frame.Components.Count == 4)
                return _adobeTransform is null or 0 ? JpegColorSpace.Cmyk : JpegColorSpace.Ycck;
            if (_hasJfif)
                return JpegColorSpace.YCbCr;
            if (_adobeTransform is { } transform)
                return transform == 0 ? JpegColorSpace.Rgb : JpegColorSpace.YCbCr;
            bool isNamedRgb = Frame.Components is [{ Id: 'R' }, { Id: 'G' }, { Id: 'B' }];
            return isNamedRgb ? JpegColorSpace.Rgb : JpegColorSpace.YCbCr;
        }
    }

    /// <summary>Reads up to the frame header: enough for size and layout.</summary>
    public static JpegContent ReadHeader(ReadOnlySpan<byte> file)
    {
        var content = new JpegContent();
        JpegSegmentReader segments = Begin(file);
        while (content._frame is null)
            content.ReadNext(segments.ReadMarker(), ref segments, null);
        return content;
    }

    /// <summary>Reads the whole file up to its end-of-image marker, coefficients included.</summary>
    public static JpegContent ReadAll(ReadOnlySpan<byte> file, ImageDecoderOptions? options)
    {
        var content = new JpegContent();
        JpegSegmentReader segments = Begin(file);
        for (byte marker = segments.ReadMarker(); marker != JpegMarker.EndOfImage; marker = segments.ReadMarker())
            content.ReadNext(marker, ref segments, options);
        foreach (JpegComponent component in content.Frame.Components)
        {
            if (!component.HasDc)
                throw new ImageFormatException($"The JPEG file is truncated or corrupt: component {component.Id} has no scan.");
        }

        return content;
    }

    private static JpegSegmentReader Begin(ReadOnlySpan<byte> file)
    {
        if (file is not [0xFF, JpegMarker.StartOfImage, ..])
            throw new ImageFormatException("Not a JPEG file: the start-of-image marker is missing.");
        return new JpegSegmentReader(file) { Position = 2 };
    }

    private void ReadNext(byte marker, ref JpegSegmentReader segments, ImageDecoderOptions? options)
    {
        if (marker == JpegMarker.EndOfImage)
            throw new ImageFormatException("The JPEG file is corrupt: it ends without a frame header.");
        if (JpegMarker.StandsAlone(marker))
            return;
        ReadOnlySpan<byte> segment = segments.ReadSegment();
        switch (marker)
        {
            case var _ when JpegMarker.IsStartOfFrame(marker):
                ReadFrame(marker, segment, options);
                break;
            case JpegMarker.StartOfScan:
                if (++_scans > MaxScans)
                    throw new ImageFormatException($"The JPEG file has more than {MaxScans} scans.");
                JpegScanDecoder.Decode(JpegScan.Parse(segment, Frame, _tables), Frame, _tables, ref segments);
                break;
            case JpegMarker.DefineQuantizationTables:
                _tables.ReadQuantization(segment);
                break;
            case JpegMarker.DefineHuffmanTables:
                _tables.ReadHuffman(segment);
                break;
            case JpegMarker.DefineRestartInterval:
                _tables.ReadRestartInterval(segment);
                break;
            case JpegMarker.App0:
                _hasJfif |= segment.StartsWith("JFIF\0"u8);
                break;
            case JpegMarker.App1 when _frame is null && segment.StartsWith("Exif\0\0"u8):
                Orientation = ExifReader.ReadOrientation(segment[6..]);
                break;
            case JpegMarker.App14 when segment.Length >= 12 && segment.StartsWith("Adobe"u8):
                _adobeTransform = segment[11];
                break;
            case JpegMarker.DefineNumberOfLines:
                throw JpegFrame.Unsupported("a JPEG whose height comes after its pixels (DNL)");
            case JpegMarker.DefineArithmeticCoding:
                throw JpegFrame.Unsupported("an arithmetic-coded JPEG");
            case JpegMarker.DefineHierarchicalProgression or JpegMarker.ExpandReferenceComponents:
                throw JpegFrame.Unsupported("a hierarchical JPEG");
        }
    }

    private void ReadFrame(byte marker, ReadOnlySpan<byte> segment, ImageDecoderOptions? options)
    {
        if (_frame is not null)
            throw new ImageFormatException("The JPEG file is corrupt: it has two frame headers.");
        _frame = JpegFrame.Parse(marker, segment);
        if (options is not null)
            CheckSize(_frame, options);
    }

    private void CheckSize(JpegFrame frame, ImageDecoderOptions options)
    {
        bool turns = OrientationTransform.Choose(Orientation, options) != ExifOrientation.Upright;
        long turnedBytes = turns ? (long)frame.Width * frame.Height * (int)frame.Format : 0;
        ImageLimits.Check("JPEG", frame.Width, frame.Height, frame.Format, frame.WorkingBytes + turnedBytes, options);
    }
}
