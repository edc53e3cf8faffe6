namespace Fer.Preprocessing;

/// <summary>A Huffman code of JPEG (ITU-T T.81, annex C) prepared for encoding.</summary>
internal sealed class JpegHuffmanCode
{
    private readonly ushort[] _codes = new ushort[256];
    private readonly byte[] _lengths = new byte[256];

    /// <summary>Builds the code from the number of codes of each length, 1 to 16, and their symbols in order.</summary>
    public JpegHuffmanCode(byte[] counts, byte[] symbols)
    {
        Counts = counts;
        Symbols = symbols;
        int code = 0;
        int place = 0;
        for (int length = 1; length <= counts.Length; length++, code <<= 1)
        {
            for (int i = 0; i < counts[length - 1]; i++, place++, code++)
                (_codes[symbols[place]], _lengths[symbols[place]]) = ((ushort)code, (byte)length);
        }
    }

    public ReadOnlyMemory<byte> Counts { get; }

    public ReadOnlyMemory<byte> Symbols { get; }

    /// <summary>A symbol's code and the number of its bits.</summary>
    public (int Code, int Length) this[int symbol] => (_codes[symbol], _lengths[symbol]);
}
