using System.Buffers.Binary;

namespace Fer.Preprocessing;

/// <summary>The tables in force at a point of a JPEG file (ITU-T T.81, B.2.4); each may be replaced between scans.</summary>
internal sealed class JpegTables
{
    private readonly ushort[]?[] _quantization = new ushort[4][];
    private readonly HuffmanTable?[] _dc = new HuffmanTable[4];
    private readonly HuffmanTable?[] _ac = new HuffmanTable[4];

    /// <summary>The place in natural order of each coefficient in zigzag order (ITU-T T.81, figure A.6).</summary>
    public static ReadOnlySpan<byte> ZigZag =>
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
        12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
        58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    /// <summary>MCUs between restart markers; 0 if there are none.</summary>
    public int RestartInterval { get; private set; }

    public ushort[] Quantization(int index) => _quantization[index] ?? throw Missing("quantisation", index);

    public HuffmanTable Dc(int index) => _dc[index] ?? throw Missing("DC Huffman", index);

    public HuffmanTable Ac(int index) => _ac[index] ?? throw Missing("AC Huffman", index);

    public void ReadQuantization(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 0)
        {
            int precision = segment[0] >> 4;
            int index = segment[0] & 15;
            int bytes = JpegComponent.BlockSize * (precision + 1);
            if (precision > 1 || index > 3 || segment.Length < 1 + bytes)
                throw new ImageFormatException("The JPEG file is corrupt: a quantisation table (DQT) is malformed.");
            _quantization[index] = ParseQuantization(segment.Slice(1, bytes), precision);
            segment = segment[(1 + bytes)..];
        }
    }

    public void ReadHuffman(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 0)
        {
            int kind = segment[0] >> 4;
            int index = segment[0] & 15;
            if (kind > 1 || index > 3 || segment.Length < 17)
                throw new ImageFormatException("The JPEG file is corrupt: a Huffman table (DHT) is malformed.");
            ReadOnlySpan<byte> counts = segment.Slice(1, 16);
            int total = 0;
            foreach (byte count in counts)
                total += count;
            if (total > 256 || segment.Length < 17 + total)
                throw new ImageFormatException($"The JPEG file is corrupt: a Huffman table (DHT) of {total} symbols is malformed.");
            var table = new HuffmanTable(counts, segment.Slice(17, total));
            (kind == 0 ? _dc : _ac)[index] = table;
            segment = segment[(17 + total)..];
        }
    }

    public void ReadRestartInterval(ReadOnlySpan<byte> segment)
    {
        if (segment.Length != 2)
            throw new ImageFormatException($"The JPEG file is corrupt: a restart interval (DRI) of {segment.Length} bytes, not 2.");
        RestartInterval = BinaryPrimitives.ReadUInt16BigEndian(segment);
    }

    private static ushort[] ParseQuantization(ReadOnlySpan<byte> values, int precision)
    {
        var table = new ushort[JpegComponent.BlockSize];
        for (int i = 0; i < table.Length; i++)
            table[ZigZag[i]] = precision == 0 ? values[i] : BinaryPrimitives.ReadUInt16BigEndian(values[(2 * i)..]);
        return table;
    }

    private static ImageFormatException Missing(string kind, int index) =>
        new($"The JPEG file is corrupt: its pixels need {kind} table {index}, which is not there.");
}
