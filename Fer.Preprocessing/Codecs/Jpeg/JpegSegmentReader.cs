using System.Buffers.Binary;

namespace Fer.Preprocessing;

/// <summary>Walks over the marker segments of a JPEG file (ITU-T T.81, B.1.1).</summary>
internal ref struct JpegSegmentReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;

    /// <summary>The whole file.</summary>
    public readonly ReadOnlySpan<byte> Data => _data;

    /// <summary>Where the next byte is read.</summary>
    public int Position { get; set; }

    public readonly int Remaining => _data.Length - Position;

    /// <summary>Goes to the next marker, over any stray bytes before it, and past it.</summary>
    /// <returns>The marker's second byte.</returns>
    /// <exception cref="ImageFormatException">The file ends before a marker.</exception>
    public byte ReadMarker()
    {
        while (Remaining >= 2)
        {
            int skip = _data[Position..].IndexOf((byte)0xFF);
            if (skip < 0)
                break;
            Position += skip + 1;
            if (Remaining > 0 && _data[Position] is not (0x00 or 0xFF))
                return _data[Position++];
        }

        throw Truncated();
    }

    /// <summary>Reads the content of a segment, after its marker.</summary>
    public ReadOnlySpan<byte> ReadSegment()
    {
        if (Remaining < 2)
            throw Truncated();
        int length = BinaryPrimitives.ReadUInt16BigEndian(_data[Position..]);
        if (length < 2)
            throw new ImageFormatException($"The JPEG file is corrupt: a segment of {length} bytes at byte {Position}.");
        if (length > Remaining)
            throw Truncated();
        ReadOnlySpan<byte> segment = _data.Slice(Position + 2, length - 2);
        Position += length;
        return segment;
    }

    private readonly ImageFormatException Truncated() =>
        new($"The JPEG file is truncated: its {_data.Length} bytes end without an end-of-image marker.");
}
