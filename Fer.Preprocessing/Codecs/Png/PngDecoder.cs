using System.IO.Compression;

namespace Fer.Preprocessing;

/// <summary>
/// Reads PNG files (ISO/IEC 15948) of every colour type, bit depth and interlacing. Grey becomes
/// <see cref="PixelFormat.Gray8"/>, colour and palettes <see cref="PixelFormat.Rgb24"/>, anything with transparency
/// <see cref="PixelFormat.Rgba32"/>. Of 16-bit samples the high byte is kept, as OpenCV and Pillow do. The orientation
/// of an eXIf chunk before the pixels is applied; other ancillary chunks, gamma and colour profiles among them, are ignored.
/// </summary>
public sealed class PngDecoder : IImageDecoder
{
    // The most that deflate can expand: 258 bytes for two bits.
    private const int MaxExpansion = 1032;

    /// <inheritdoc/>
    public string FormatName => "PNG";

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> data) => data.StartsWith(PngChunkReader.Signature);

    /// <inheritdoc/>
    public ImageInfo Identify(ReadOnlySpan<byte> data)
    {
        using PngContent content = PngContent.ReadHeader(data);
        var info = new ImageInfo(FormatName, content.Header.Width, content.Header.Height, content.Format);
        return OrientationTransform.Apply(info, content.Orientation);
    }

    /// <inheritdoc/>
    public Image Decode(ReadOnlySpan<byte> data, ImageDecoderOptions? options = null)
    {
        options ??= ImageDecoderOptions.Default;
        using PngContent content = PngContent.ReadAll(data);
        CheckSize(content, options);
        using var compressed = new MemoryStream(content.CompressedRows.Array!, 0, content.CompressedRows.Count);
        using var rows = new ZLibStream(compressed, CompressionMode.Decompress);
        Image image = options.CreateImage(content.Header.Width, content.Header.Height, content.Format);
        try
        {
            foreach (PngPass pass in PngPass.Of(content.Header))
                ReadPass(rows, pass, content, image);
            CheckEnd(rows);
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw new ImageFormatException($"The PNG file is corrupt: its pixels cannot be decompressed: {error.Message}", error);
        }

        Image upright = OrientationTransform.Apply(image, OrientationTransform.Choose(content.Orientation, options));
        if (upright != image)
            options.PixelPool?.Return(image);
        return upright;
    }

    private static void CheckSize(PngContent content, ImageDecoderOptions options)
    {
        PngHeader header = content.Header;
        bool turns = OrientationTransform.Choose(content.Orientation, options) != ExifOrientation.Upright;
        Int128 turnedBytes = turns ? (Int128)header.Width * header.Height * (int)content.Format : 0;
        long workingBytes = (long)Int128.Min(turnedBytes + content.WorkingBytes, long.MaxValue);
        ImageLimits.Check("PNG", header.Width, header.Height, content.Format, workingBytes, options);
        if (header.RowBytes(header.Width) >= Array.MaxLength)
            throw new ImageFormatException($"A PNG row of {header.Width} pixels is more than one array can hold.");
        if (PngPass.TotalBytes(header) > (long)content.CompressedRows.Count * MaxExpansion)
        {
            throw new ImageFormatException(
                $"The PNG header claims {header.Width}x{header.Height} pixels, " +
                $"which its {content.CompressedRows.Count} bytes of pixel data cannot hold: it is truncated or corrupt.");
        }
    }

    private static void ReadPass(Stream rows, PngPass pass, PngContent content, Image image)
    {
        PngHeader header = content.Header;
        int width = pass.Width(header);
        if (width == 0)
            return;

        var converter = new PngRowConverter(content);
        int rowBytes = (int)header.RowBytes(width);
        byte[] row = new byte[1 + rowBytes];
        byte[] above = new byte[1 + rowBytes];
        byte[] pixels = pass.StepX == 1 ? [] : new byte[width * image.Channels];
        for (int y = pass.Top; y < header.Height; y += pass.StepY)
        {
            ReadRow(rows, row, y);
            PngFilter.Reconstruct(row[0], row.AsSpan(1), above.AsSpan(1), header.FilterDistance);
            if (pass.StepX == 1)
            {
                converter.Convert(row.AsSpan(1), image.Row(y));
            }
            else
            {
                converter.Convert(row.AsSpan(1), pixels);
                Scatter(pixels, image.Row(y), pass, image.Channels);
            }

            (row, above) = (above, row);
        }
    }

    private static void ReadRow(Stream rows, byte[] row, int y)
    {
        if (rows.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) < row.Length)
            throw new ImageFormatException($"The PNG file is truncated: its pixel data end in row {y}.");
    }

    private static void Scatter(ReadOnlySpan<byte> pixels, Span<byte> row, PngPass pass, int channels)
    {
        for (int i = 0, x = pass.Left; i < pixels.Length; i += channels, x += pass.StepX)
            pixels.Slice(i, channels).CopyTo(row[(x * channels)..]);
    }

    // Reading on makes the stream compare its checksum. More data than rows are no harm, and are not read.
    private static void CheckEnd(ZLibStream rows) => _ = rows.ReadByte();
}
