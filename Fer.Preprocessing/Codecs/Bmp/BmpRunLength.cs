namespace Fer.Preprocessing;

/// <summary>Unpacks the run-length codes of BMP files, RLE8 and RLE4, into one colour number per byte, bottom row first.</summary>
internal static class BmpRunLength
{
    private const byte EndOfLine = 0;
    private const byte EndOfBitmap = 1;
    private const byte Delta = 2;

    /// <summary>Unpacks a picture; what the codes leave out is colour 0, and what they have beyond a row's end is dropped.</summary>
    /// <exception cref="ImageFormatException">There is no end of the bitmap, or there are rows beyond the top.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> data, BmpHeader header)
    {
        var indexes = new byte[header.Width * header.Height];
        bool isPacked = header.BitsPerPixel == 4;
        int x = 0;
        int y = 0;
        while (true)
        {
            byte count = Take(ref data);
            byte value = Take(ref data);
            if (count > 0)
            {
                (byte even, byte odd) = isPacked ? ((byte)(value >> 4), (byte)(value & 15)) : (value, value);
                WriteRun(RowFrom(indexes, header, x, y), count, even, odd);
                x += count;
                continue;
            }

            switch (value)
            {
                case EndOfLine:
                    x = 0;
                    y++;
                    break;
                case EndOfBitmap:
                    return indexes;
                case Delta:
                    x += Take(ref data);
                    y += Take(ref data);
                    break;
                default:
                    int bytes = isPacked ? (value + 1) / 2 : value;
                    CopyLiterals(data, bytes, value, isPacked, RowFrom(indexes, header, x, y));
                    data = data[Math.Min(data.Length, bytes + (bytes & 1))..]; // padded to an even number
                    x += value;
                    break;
            }
        }
    }

    private static byte Take(ref ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
            throw Truncated();
        byte value = data[0];
        data = data[1..];
        return value;
    }

    private static Span<byte> RowFrom(byte[] indexes, BmpHeader header, int x, int y)
    {
        if (y >= header.Height)
            throw new ImageFormatException($"The BMP file is corrupt: its run-length codes have more than {header.Height} rows.");
        x = Math.Min(x, header.Width);
        return indexes.AsSpan((y * header.Width) + x, header.Width - x);
    }

    private static void WriteRun(Span<byte> row, int count, byte even, byte odd)
    {
        for (int i = 0; i < Math.Min(count, row.Length); i++)
            row[i] = (i & 1) == 0 ? even : odd;
    }

    private static void CopyLiterals(ReadOnlySpan<byte> data, int bytes, int count, bool isPacked, Span<byte> row)
    {
        if (data.Length < bytes)
            throw Truncated();
        for (int i = 0; i < Math.Min(count, row.Length); i++)
        {
            if (isPacked)
                row[i] = (byte)((i & 1) == 0 ? data[i / 2] >> 4 : data[i / 2] & 15);
            else
                row[i] = data[i];
        }
    }

    private static ImageFormatException Truncated() => new("The BMP file is truncated: its run-length codes have no end.");
}
