using System.Buffers.Binary;

namespace Fer.Preprocessing;

/// <summary>
/// Reads BMP files with headers of OS/2 and Windows: 1, 2, 4, 8, 16, 24 and 32 bits per pixel, bit fields, run-length codes (RLE4,
/// RLE8), rows from either side. Colour tables of greys become <see cref="PixelFormat.Gray8"/>, bit fields with alpha
/// <see cref="PixelFormat.Rgba32"/>, all others <see cref="PixelFormat.Rgb24"/>. The pixels are those of Pillow.
/// </summary>
public sealed class BmpDecoder : IImageDecoder
{
    /// <inheritdoc/>
    public string FormatName => "BMP";

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> data) => BmpHeader.Recognizes(data);

    /// <inheritdoc/>
    public ImageInfo Identify(ReadOnlySpan<byte> data)
    {
        BmpHeader header = BmpHeader.Parse(data);
        return new ImageInfo(FormatName, header.Width, header.Height, header.Format);
    }

    /// <inheritdoc/>
    public Image Decode(ReadOnlySpan<byte> data, ImageDecoderOptions? options = null)
    {
        BmpHeader header = BmpHeader.Parse(data);
        bool isRunLength = header.Compression is BmpCompression.RunLength4 or BmpCompression.RunLength8;
        long workingBytes = header.Width + (isRunLength ? (long)header.Width * header.Height : 0);
        ImageLimits.Check(FormatName, header.Width, header.Height, header.Format, workingBytes, options);
        ReadOnlySpan<byte> pixels = data[header.DataStart..];
        return isRunLength ? DecodeRunLength(pixels, header) : DecodeRows(pixels, header);
    }

    private static Image DecodeRunLength(ReadOnlySpan<byte> data, BmpHeader header)
    {
        byte[] indexes = BmpRunLength.Decode(data, header);
        var image = new Image(header.Width, header.Height, header.Format);
        for (int y = 0; y < header.Height; y++)
            ApplyPalette(indexes.AsSpan(y * header.Width, header.Width), header.Palette, image.Row(header.Height - 1 - y));
        return image;
    }

    private static Image DecodeRows(ReadOnlySpan<byte> data, BmpHeader header)
    {
        if (data.Length < header.Stride * header.Height)
        {
            throw new ImageFormatException(
                $"The BMP header claims {header.Width}x{header.Height} pixels, which the remaining {data.Length} bytes cannot hold: " +
                "the file is truncated or corrupt.");
        }

        int stride = (int)header.Stride;
        var image = new Image(header.Width, header.Height, header.Format);
        byte[] indexes = new byte[header.HasPalette ? header.Width : 0];
        for (int i = 0; i < header.Height; i++)
        {
            ReadOnlySpan<byte> source = data.Slice(i * stride, stride);
            Span<byte> row = image.Row(header.IsTopDown ? i : header.Height - 1 - i);
            if (header.HasPalette)
            {
                Unpack(source, header.BitsPerPixel, indexes);
                ApplyPalette(indexes, header.Palette, row);
            }
            else if (header.BitsPerPixel == 24)
            {
                SwapRedAndBlue(source, row);
            }
            else
            {
                ApplyMasks(source, header, row, image.Channels);
            }
        }

        return image;
    }

    // The leftmost pixel is in the highest bits.
    private static void Unpack(ReadOnlySpan<byte> source, int bits, Span<byte> indexes)
    {
        int perByte = 8 / bits;
        for (int x = 0; x < indexes.Length; x++)
            indexes[x] = (byte)((source[x / perByte] >> (8 - bits - (x % perByte * bits))) & ((1 << bits) - 1));
    }

    private static void ApplyPalette(ReadOnlySpan<byte> indexes, ReadOnlySpan<byte> palette, Span<byte> row)
    {
        bool isGray = row.Length == indexes.Length;
        for (int x = 0; x < indexes.Length; x++)
        {
            int color = 3 * indexes[x];
            if (color >= palette.Length)
                throw new ImageFormatException($"The BMP file is corrupt: colour {indexes[x]} of a table of {palette.Length / 3}.");
            if (isGray)
                row[x] = palette[color];
            else
                (row[3 * x], row[(3 * x) + 1], row[(3 * x) + 2]) = (palette[color + 2], palette[color + 1], palette[color]);
        }
    }

    private static void SwapRedAndBlue(ReadOnlySpan<byte> source, Span<byte> row)
    {
        for (int i = 0; i < row.Length; i += 3)
            (row[i], row[i + 1], row[i + 2]) = (source[i + 2], source[i + 1], source[i]);
    }

    private static void ApplyMasks(ReadOnlySpan<byte> source, BmpHeader header, Span<byte> row, int channels)
    {
        int bytes = header.BitsPerPixel / 8;
        for (int x = 0; x * channels < row.Length; x++)
        {
            ReadOnlySpan<byte> place = source[(x * bytes)..];
            uint pixel = bytes == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(place) : BinaryPrimitives.ReadUInt32LittleEndian(place);
            for (int channel = 0; channel < channels; channel++)
                row[(x * channels) + channel] = header.Masks[channel].Extract(pixel);
        }
    }
}
