using System.Buffers.Binary;

namespace Fer.Preprocessing;

/// <summary>The frame header: the picture's size and its components (ITU-T T.81, B.2.2).</summary>
internal sealed class JpegFrame
{
    private JpegFrame(bool isProgressive, int width, int height, JpegComponent[] components)
    {
        IsProgressive = isProgressive;
        Width = width;
        Height = height;
        Components = components;
        MaxHorizontalSampling = components.Max(component => component.HorizontalSampling);
        MaxVerticalSampling = components.Max(component => component.VerticalSampling);
        McusPerRow = (width + (8 * MaxHorizontalSampling) - 1) / (8 * MaxHorizontalSampling);
        McusPerColumn = (height + (8 * MaxVerticalSampling) - 1) / (8 * MaxVerticalSampling);
        foreach (JpegComponent component in components)
            component.Measure(this);
    }

    public bool IsProgressive { get; }

    public int Width { get; }

    public int Height { get; }

    public IReadOnlyList<JpegComponent> Components { get; }

    public int MaxHorizontalSampling { get; }

    public int MaxVerticalSampling { get; }

    /// <summary>Minimum coded units (MCUs) of an interleaved scan in x.</summary>
    public int McusPerRow { get; }

    /// <summary>Minimum coded units (MCUs) of an interleaved scan in y.</summary>
    public int McusPerColumn { get; }

    public PixelFormat Format => Components.Count == 1 ? PixelFormat.Gray8 : PixelFormat.Rgb24;

    /// <summary>What decoding needs beside the pixels: the components' samples and, of a progressive file, all coefficients.</summary>
    public long WorkingBytes => Components.Sum(component => component.PlaneBytes + (IsProgressive ? component.CoefficientBytes : 0));

    public static JpegFrame Parse(byte marker, ReadOnlySpan<byte> segment)
    {
        if (marker is not (JpegMarker.StartOfFrame0 or JpegMarker.StartOfFrame1 or JpegMarker.StartOfFrame2))
            throw Unsupported($"{JpegMarker.ProcessName(marker)} JPEG");
        if (segment.Length < 6 || segment.Length != 6 + (3 * segment[5]))
            throw new ImageFormatException($"The JPEG file is corrupt: a frame header of {segment.Length} bytes.");
        if (segment[0] != 8)
            throw Unsupported($"a JPEG with {segment[0]} bits per sample");
        int height = BinaryPrimitives.ReadUInt16BigEndian(segment[1..]);
        int width = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
        int count = segment[5];
        if (height == 0)
            throw Unsupported("a JPEG whose height comes after its pixels (DNL)");
        if (width == 0)
            throw new ImageFormatException("The JPEG file is corrupt: the frame header claims a width of 0.");
        if (count is not (1 or 3 or 4))
            throw Unsupported($"a JPEG with {count} components");
        return new JpegFrame(marker == JpegMarker.StartOfFrame2, width, height, ParseComponents(segment[6..]));
    }

    /// <summary>The error for a file that is fine in itself but of a kind that is not read.</summary>
    public static ImageFormatException Unsupported(string kind) =>
        new($"This is {kind}, which is not supported: only baseline, extended sequential and progressive Huffman-coded JPEGs " +
            "of 8 bits with 1, 3 or 4 components are. Convert the file first.");

    private static JpegComponent[] ParseComponents(ReadOnlySpan<byte> segment)
    {
        var components = new JpegComponent[segment.Length / 3];
        for (int i = 0; i < components.Length; i++)
        {
            int id = segment[3 * i];
            int horizontal = segment[(3 * i) + 1] >> 4;
            int vertical = segment[(3 * i) + 1] & 15;
            int table = segment[(3 * i) + 2];
            if (horizontal is 0 or > 4 || vertical is 0 or > 4)
                throw new ImageFormatException($"The JPEG file is corrupt: component {i} has sampling factors {horizontal}x{vertical}.");
            if (table > 3)
                throw new ImageFormatException($"The JPEG file is corrupt: component {i} wants quantisation table {table} of 0 to 3.");
            if (Array.Exists(components[..i], other => other.Id == id))
                throw new ImageFormatException($"The JPEG file is corrupt: two components have the number {id}.");
            components[i] = new JpegComponent(id, horizontal, vertical, table);
        }

        return components;
    }
}
