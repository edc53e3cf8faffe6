using System.Buffers;

namespace Fer.Preprocessing;

/// <summary>Writes Huffman codes and bits of an entropy-coded segment (ITU-T T.81, F.1.2).</summary>
internal ref struct JpegBitWriter(IBufferWriter<byte> destination)
{
    private readonly IBufferWriter<byte> _destination = destination;

    // The bits not yet written, the last one lowest; fewer than eight between two calls.
    private uint _bits;
    private int _count;

    /// <summary>Writes bits, the highest one first.</summary>
    /// <param name="bits">The bits; none above <paramref name="count"/>.</param>
    /// <param name="count">How many, 0 to 16.</param>
    public void Write(int bits, int count)
    {
        _bits = (_bits << count) | (uint)bits;
        _count += count;
        for (; _count >= 8; _count -= 8)
            WriteByte((byte)(_bits >> (_count - 8)));
    }

    /// <summary>Writes a symbol and then the bits of a number whose size is in the symbol's lower half (figure F.12).</summary>
    public void Write(JpegHuffmanCode huffman, int symbol, int number)
    {
        (int code, int length) = huffman[symbol];
        Write(code, length);
        int size = symbol & 15;
        if (number < 0)
            number += (1 << size) - 1;
        Write(number, size);
    }

    /// <summary>Fills the last byte up with ones.</summary>
    public void Flush()
    {
        if (_count > 0)
            Write((1 << (8 - _count)) - 1, 8 - _count);
    }

    // A zero after 0xFF tells it from a marker.
    private readonly void WriteByte(byte value)
    {
        Span<byte> bytes = _destination.GetSpan(2);
        (bytes[0], bytes[1]) = (value, 0);
        _destination.Advance(value == 0xFF ? 2 : 1);
    }
}
