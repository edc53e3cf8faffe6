using System.Buffers.Binary;

namespace Fer.Preprocessing;

/// <summary>
/// Reads PBM, PGM and PPM files (netpbm), text and binary, with greatest values up to 65535. Bitmaps and grey become
/// <see cref="PixelFormat.Gray8"/>, colour <see cref="PixelFormat.Rgb24"/>. Samples are scaled to 0 to 255 and rounded, halves up,
/// as netpbm does. Of several pictures in a file, the first one is read.
/// </summary>
public sealed class PnmDecoder : IImageDecoder
{
    /// <inheritdoc/>
    public string FormatName => "PNM";

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> data) => PnmHeader.Recognizes(data);

    /// <inheritdoc/>
    public ImageInfo Identify(ReadOnlySpan<byte> data)
    {
        PnmHeader header = PnmHeader.Parse(data);
        return new ImageInfo(FormatName, header.Width, header.Height, header.Format);
    }

    /// <inheritdoc/>
    public Image Decode(ReadOnlySpan<byte> data, ImageDecoderOptions? options = null)
    {
        PnmHeader header = PnmHeader.Parse(data);
        ImageLimits.Check(FormatName, header.Width, header.Height, header.Format, workingBytes: 0, options);
        if (data.Length - header.DataStart < header.MinDataBytes)
        {
            throw new ImageFormatException(
                $"The P{header.Kind} header claims {header.Width}x{header.Height} pixels, which the remaining " +
                $"{data.Length - header.DataStart} bytes cannot hold: the file is truncated or corrupt.");
        }

        var image = new Image(header.Width, header.Height, header.Format);
        if (header.Kind == '4')
            ReadBits(data[header.DataStart..], image);
        else if (header.Kind == '1')
            ReadTextBits(data, header, image.Pixels);
        else if (header.IsText)
            ReadText(data, header, image.Pixels);
        else
            ReadBinary(data[header.DataStart..], header, image.Pixels);
        return image;
    }

    // 1 is black; the leftmost pixel is in the highest bit, and each row begins a byte.
    private static void ReadBits(ReadOnlySpan<byte> data, Image image)
    {
        int stride = (image.Width + 7) / 8;
        for (int y = 0; y < image.Height; y++)
        {
            Span<byte> row = image.Row(y);
            ReadOnlySpan<byte> bits = data.Slice(y * stride, stride);
            for (int x = 0; x < row.Length; x++)
                row[x] = (bits[x >> 3] << (x & 7) & 0x80) != 0 ? (byte)0 : (byte)255;
        }
    }

    private static void ReadTextBits(ReadOnlySpan<byte> file, PnmHeader header, Span<byte> pixels)
    {
        var reader = new PnmTextReader(file) { Position = header.DataStart };
        foreach (ref byte pixel in pixels)
            pixel = reader.ReadBit() ? (byte)0 : (byte)255;
    }

    private static void ReadText(ReadOnlySpan<byte> file, PnmHeader header, Span<byte> pixels)
    {
        var reader = new PnmTextReader(file) { Position = header.DataStart };
        foreach (ref byte pixel in pixels)
            pixel = Scale(reader.ReadNumber(), header);
    }

    private static void ReadBinary(ReadOnlySpan<byte> data, PnmHeader header, Span<byte> pixels)
    {
        if (header.MaxValue == 255)
        {
            data[..pixels.Length].CopyTo(pixels);
            return;
        }

        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = Scale(header.BytesPerSample == 1 ? data[i] : BinaryPrimitives.ReadUInt16BigEndian(data[(2 * i)..]), header);
    }

    private static byte Scale(int value, PnmHeader header)
    {
        if (value > header.MaxValue)
        {
            throw new ImageFormatException(
                $"The P{header.Kind} file is corrupt: a sample of {value} where {header.MaxValue} is the greatest.");
        }

        return (byte)(((value * 255) + (header.MaxValue / 2)) / header.MaxValue);
    }
}
