namespace Fer.Preprocessing;

/// <summary>
/// A Huffman code of JPEG (ITU-T T.81, annex C) prepared for decoding: codes of up to <see cref="LookupBits"/> bits in one
/// table look-up, longer ones by comparison with the last code of each length.
/// </summary>
internal sealed class HuffmanTable
{
    /// <summary>The longest code that a single look-up decodes.</summary>
    public const int LookupBits = 9;

    /// <summary>The zeros that <see cref="Coefficients"/> tells at the end of a block: more than a block has.</summary>
    public const int EndOfBlock = 128;

    private const int MaxLength = 16;

    private readonly ushort[] _lookup = new ushort[1 << LookupBits];
    private readonly byte[] _symbols;

    // For each length, one more than its last code, moved up to 16 bits; and what to add to a code to get its symbol's place.
    private readonly int[] _limits = new int[MaxLength + 1];
    private readonly int[] _offsets = new int[MaxLength + 1];

    private int[] _coefficients = [];

    /// <summary>Builds the code from the number of codes of each length, 1 to 16, and their symbols in order.</summary>
    /// <exception cref="ImageFormatException">There are more codes than their lengths allow.</exception>
    public HuffmanTable(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        _symbols = symbols.ToArray();
        int code = 0;
        int place = 0;
        for (int length = 1; length <= MaxLength; length++)
        {
            int count = counts[length - 1];
            if (code + count > 1 << length)
                throw new ImageFormatException($"The JPEG file is corrupt: a Huffman table has too many codes of {length} bits.");
            if (length <= LookupBits)
                FillLookup(code, symbols.Slice(place, count), length);
            _offsets[length] = place - code;
            code += count;
            place += count;
            _limits[length] = code << (MaxLength - length);
            code <<= 1;
        }
    }

    /// <summary>A table without codes, for scans that need none.</summary>
    public static HuffmanTable Empty { get; } = new(new byte[MaxLength], []);

    /// <summary>
    /// What <see cref="LookupBits"/> bits say where the code is for AC coefficients of a sequential scan and its number's own bits are
    /// among them: the bits used (bits 0 to 7), the zeros before it (bits 8 to 15; <see cref="EndOfBlock"/> if none is left), and the
    /// number (bits 16 to 31). 0 where they do not say so much.
    /// </summary>
    public ReadOnlySpan<int> Coefficients
    {
        get
        {
            if (_coefficients.Length == 0)
                _coefficients = BuildCoefficients();
            return _coefficients;
        }
    }

    /// <summary>Finds a short code: its length times 256 plus its symbol, or 0 if the code is longer or does not exist.</summary>
    /// <param name="bits">The next <see cref="LookupBits"/> bits.</param>
    public int Lookup(int bits) => _lookup[bits];

    /// <summary>Finds a long code: its length times 256 plus its symbol.</summary>
    /// <param name="bits">The next 16 bits.</param>
    /// <exception cref="ImageFormatException">No code begins like this.</exception>
    public int Search(int bits)
    {
        for (int length = LookupBits + 1; length <= MaxLength; length++)
        {
            if (bits < _limits[length])
                return (length << 8) | _symbols[(bits >> (MaxLength - length)) + _offsets[length]];
        }

        throw new ImageFormatException("The JPEG file is corrupt: its pixel data hold a Huffman code that does not exist.");
    }

    private void FillLookup(int code, ReadOnlySpan<byte> symbols, int length)
    {
        int repeat = 1 << (LookupBits - length);
        for (int i = 0; i < symbols.Length; i++)
            _lookup.AsSpan((code + i) * repeat, repeat).Fill((ushort)((length << 8) | symbols[i]));
    }

    private int[] BuildCoefficients()
    {
        var coefficients = new int[_lookup.Length];
        for (int bits = 0; bits < coefficients.Length; bits++)
        {
            int length = _lookup[bits] >> 8;
            int zeros = (_lookup[bits] >> 4) & 15;
            int size = _lookup[bits] & 15;
            if (length == 0 || length + size > LookupBits)
                continue;
            if (size > 0)
            {
                int number = (bits >> (LookupBits - length - size)) & ((1 << size) - 1);
                coefficients[bits] = (JpegBitReader.ToSigned(number, size) << 16) | (zeros << 8) | (length + size);
            }
            else if (zeros == 0)
            {
                coefficients[bits] = (EndOfBlock << 8) | length;
            }
        }

        return coefficients;
    }
}
