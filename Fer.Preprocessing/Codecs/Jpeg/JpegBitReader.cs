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

    /// <summary>Reads a signed number of a size that the symbol before it gave (ITU-T T.81, figure F.12).</summary>
    /// <param name="size">The number of bits, 1 to 15.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadSigned(int size)
    {
        int value = (int)(_bits >> (64 - size));
        Consume(size);
        // A first bit of 0 means a negative number, counted up from -(2^size - 1).
        return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
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

    // Takes four bytes at once where none of them is 0xFF, else byte by byte.
    private void Fill()
    {
        if (_position + 4 <= _data.Length)
        {
            uint four = BinaryPrimitives.ReadUInt32BigEndian(_data[_position..]);
            if (!HasByteFF(four))
            {
                _bits |= (ulong)four << (32 - _count);
                _count += 32;
                _position += 4;
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

    private static bool HasByteFF(uint four) => (four & ~(four + 0x01010101) & 0x80808080) != 0;

    private readonly void ThrowEnded() =>
        throw new ImageFormatException($"The JPEG file is truncated or corrupt: its pixel data end early, at byte {_position}.");
}
