namespace Fer.Preprocessing;

/// <summary>Unpacks GIF's variable-length LZW codes (GIF89a specification, appendix F).</summary>
internal static class GifLzw
{
    private const int MaxCodeSize = 12;
    private const int MaxCodes = 1 << MaxCodeSize;

    /// <summary>Unpacks so many colour numbers; what follows them is not read.</summary>
    /// <exception cref="ImageFormatException">The codes end early or cannot be.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> data, int colorBits, int count)
    {
        if (colorBits is < 1 or > 8)
            throw new ImageFormatException($"The GIF file is corrupt: colour numbers of {colorBits} bits.");

        // A code stands for the string of an older code and one colour more.
        var prefixes = new ushort[MaxCodes];
        var lasts = new byte[MaxCodes];
        var firsts = new byte[MaxCodes];
        var lengths = new ushort[MaxCodes];
        int clear = 1 << colorBits;
        for (int code = 0; code < clear; code++)
            (firsts[code], lasts[code], lengths[code]) = ((byte)code, (byte)code, 1);

        var output = new byte[count];
        int written = 0;
        int codeSize = colorBits + 1;
        int next = clear + 2;
        int previous = -1;
        uint bits = 0;
        int bitCount = 0;
        int position = 0;
        while (written < count)
        {
            while (bitCount < codeSize)
            {
                if (position == data.Length)
                    throw Truncated();
                bits |= (uint)data[position++] << bitCount;
                bitCount += 8;
            }

            int code = (int)(bits & ((1u << codeSize) - 1));
            bits >>= codeSize;
            bitCount -= codeSize;
            if (code == clear)
            {
                codeSize = colorBits + 1;
                next = clear + 2;
                previous = -1;
                continue;
            }

            if (code == clear + 1)
                throw Truncated();
            if (code > next || (previous < 0 && code >= clear))
                throw new ImageFormatException("The GIF file is corrupt: its pixel data hold a code that does not exist.");
            if (previous >= 0 && next < MaxCodes)
            {
                // A code that is only just being made begins and ends with the colour that the string before begins with.
                prefixes[next] = (ushort)previous;
                firsts[next] = firsts[previous];
                lengths[next] = (ushort)(lengths[previous] + 1);
                lasts[next] = firsts[code == next ? previous : code];
                next++;
                if (next == 1 << codeSize && codeSize < MaxCodeSize)
                    codeSize++;
            }

            written = Write(code, prefixes, lasts, lengths[code], output, written);
            previous = code;
        }

        return output;
    }

    private static int Write(int code, ushort[] prefixes, byte[] lasts, int length, byte[] output, int written)
    {
        for (int i = written + length - 1; i >= written; i--, code = prefixes[code])
        {
            if (i < output.Length)
                output[i] = lasts[code];
        }

        return written + length;
    }

    private static ImageFormatException Truncated() => new("The GIF file is truncated or corrupt: its pixel data end early.");
}
