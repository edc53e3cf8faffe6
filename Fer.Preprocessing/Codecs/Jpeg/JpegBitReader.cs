using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Fer.Preprocessing;

/// <summary>Reads Huffman codes and bits of an entropy-coded segment (ITU-T T.81, F.2.2); stops at any marker.</summary>
internal ref struct JpegBitReader(ReadOnlySpan<byte> data, int position)
{
    // A code and the bits after it: no step consumes more without looking at the count again.
    private const int MostBitsPerStep = 32;

    private readonly ReadOnlySpan<byte> _data = data;
    private int _position = position;

    // The next bits, the first one at the top; zeros follow where the segment ends.
    private ulong _bits;
    private int _count;

    /// <summary>A place at or before the next marker, with no marker between it and the bits already read.</summary>
    public readonly int Position => _position;

    /// <summary>The signed number that bits stand for (ITU-T T.81, figure F.12).</summary>
    /// <param name="number">The bits.</param>
    /// <param name="size">Their number, 1 to 15.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ToSigned(int number, int size)
    {
        // A first bit of 0 means a negative number, counted up from -(2^size - 1).
        int isNegative = (number >> (size - 1)) - 1; // all ones, or zero
        return number + (isNegative & (1 - (1 << size)));
    }

    /// <summary>Decodes the next symbol.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadSymbol(HuffmanTable table)
    {
        if (_count < MostBitsPerStep)
            Fill();
        int found = table.Lookup((int)(_bits >> (64 - HuffmanTable.LookupBits)));
        if (found == 0)
            found = table.Search((int)(_bits >> 48));
        Consume(found >> 8);
        return found & 0xFF;
    }

    /// <summary>Reads a signed number of a size that the symbol before it gave.</summary>
    /// <param name="size">The number of bits, 1 to 15.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadSigned(int size)
    {
        int number = (int)(_bits >> (64 - size));
        Consume(size);
        return ToSigned(number, size);
    }

    /// <summary>Reads plain bits, the first one highest.</summary>
    /// <param name="count">How many, 1 to 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadBits(int count)
    {
        if (_count < MostBitsPerStep)
            Fill();
        int number = (int)(_bits >> (64 - count));
        Consume(count);
        return number;
    }

    /// <summary>Decodes the AC coefficients of a block of a sequential scan (ITU-T T.81, F.2.2.2).</summary>
    /// <param name="table">Their code.</param>
    /// <param name="block">64 zeros, which get the coefficients in natural order.</param>
    /// <returns>Whether there is any but zero.</returns>
    public bool ReadAcCoefficients(HuffmanTable table, Span<short> block)
    {
        // What is read for every coefficient is kept in locals, which live in registers.
        ReadOnlySpan<int> coefficients = table.Coefficients;
        ReadOnlySpan<byte> zigZag = JpegTables.ZigZag;
        ulong bits = _bits;
        int count = _count;
        int k = 1;
        while (k < JpegComponent.BlockSize)
        {
            if (count < MostBitsPerStep)
            {
                (_bits, _count) = (bits, count);
                Fill();
                (bits, count) = (_bits, _count);
            }

            int found = coefficients[(int)(bits >> (64 - HuffmanTable.LookupBits))];
            int number;
            if (found != 0)
            {
                int used = found & 0xFF;
                bits <<= used;
                count -= used;
                k += (found >> 8) & 0xFF;
                number = found >> 16;
            }
            else
            {
                int symbol = table.Lookup((int)(bits >> (64 - HuffmanTable.LookupBits)));
                if (symbol == 0)
                    symbol = table.Search((int)(bits >> 48));
                int size = symbol & 15;
                int zeros = (symbol >> 4) & 15;
                bits <<= symbol >> 8;
                number = size == 0 ? 0 : ToSigned((int)(bits >> (64 - size)), size);
                bits <<= size;
                count -= (symbol >> 8) + size;
                if (size == 0)
                {
                    k += zeros == 15 ? 16 : HuffmanTable.EndOfBlock;
                    continue;
                }

                k += zeros;
            }

            if (k >= JpegComponent.BlockSize)
            {
                if (k < HuffmanTable.EndOfBlock)
                    ThrowTooMany();
                break;
            }

            block[zigZag[k]] = (short)number;
            k++;
        }

        (_bits, _count) = (bits, count);
        if (count < 0)
            ThrowEnded();
        return k != HuffmanTable.EndOfBlock + 1;
    }

    /// <summary>Throws the remaining bits away and goes past a restart marker.</summary>
    /// <param name="index">Which of the eight restart markers is due.</param>
    /// <exception cref="ImageFormatException">Another marker, or none, is there.</exception>
    public void ReadRestartMarker(int index)
    {
        var segments = new JpegSegmentReader(_data) { Position = _position };
        byte marker = segments.ReadMarker();
        if (marker != JpegMarker.Restart0 + index)
            throw new ImageFormatException($"The JPEG file is corrupt: restart marker {index} is missing at byte {_position}.");
        _position = segments.Position;
        _bits = 0;
        _count = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Consume(int count)
    {
        _bits <<= count;
        _count -= count;
        if (_count < 0)
            ThrowEnded();
    }

    // Takes whole bytes out of eight at once where none of these is 0xFF, else byte by byte.
    private void Fill()
    {
        if (_position + 8 <= _data.Length)
        {
            ulong eight = BinaryPrimitives.ReadUInt64BigEndian(_data[_position..]);
            if (!HasByteFF(eight))
            {
                int bytes = (64 - _count) >> 3;
                int unused = 64 - (8 * bytes); // low bits that do not fit, cleared so that zeros follow the bits that count
                _bits |= (eight >> unused << unused) >> _count;
                _count += 8 * bytes;
                _position += bytes;
                return;
            }
        }

        while (_count <= 56 && _position < _data.Length)
        {
            byte value = _data[_position];
            if (value == 0xFF)
            {
                // 0xFF stands for itself when a zero follows, else it begins a marker.
                if (_position + 1 >= _data.Length || _data[_position + 1] != 0)
                    return;
                _position++;
            }

            _position++;
            _bits |= (ulong)value << (56 - _count);
            _count += 8;
        }
    }

    private static bool HasByteFF(ulong eight) => (eight & ~(eight + 0x01010101_01010101) & 0x80808080_80808080) != 0;

    private static void ThrowTooMany() =>
        throw new ImageFormatException("The JPEG file is corrupt: a block has more than 64 coefficients.");

    private readonly void ThrowEnded() =>
        throw new ImageFormatException($"The JPEG file is truncated or corrupt: its pixel data end early, at byte {_position}.");
}
