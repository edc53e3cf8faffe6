using System.Buffers.Binary;
using System.Text;

namespace Fer.Preprocessing;

/// <summary>Walks over the chunks of a PNG file (PNG specification, 5.3).</summary>
internal ref struct PngChunkReader
{
    private readonly ReadOnlySpan<byte> _data;
    private ReadOnlySpan<byte> _typeAndData;
    private uint _storedCrc;
    private int _position;

    public PngChunkReader(ReadOnlySpan<byte> data)
    {
        if (!data.StartsWith(Signature))
            throw new ImageFormatException("Not a PNG file: the signature is missing or damaged.");
        _data = data;
        _position = Signature.Length;
    }

    /// <summary>The eight bytes with which every PNG file begins.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The chunk's four letters.</summary>
    public readonly ReadOnlySpan<byte> Type => _typeAndData[..4];

    public readonly ReadOnlySpan<byte> Data => _typeAndData[4..];

    /// <summary>The type as text, for messages.</summary>
    public readonly string Name => Encoding.Latin1.GetString(Type);

    /// <summary>Whether a reader must understand the chunk: a capital first letter.</summary>
    public readonly bool IsCritical => (Type[0] & 0x20) == 0;

    /// <summary>Goes to the next chunk.</summary>
    /// <exception cref="ImageFormatException">The file ends before the chunk does.</exception>
    public void MoveNext()
    {
        ReadOnlySpan<byte> rest = _data[_position..];
        if (rest.Length < 12)
            throw Truncated();
        uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - 12)
            throw Truncated();
        int dataLength = (int)length;
        _typeAndData = rest.Slice(4, 4 + dataLength);
        _storedCrc = BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + dataLength)..]);
        _position += 12 + dataLength;
    }

    /// <summary>Compares the chunk with its checksum.</summary>
    /// <exception cref="ImageFormatException">The chunk is damaged.</exception>
    public readonly void CheckCrc()
    {
        if (Crc32.Compute(Type, Data) != _storedCrc)
            throw new ImageFormatException($"The PNG file is corrupt: the checksum of its {Name} chunk is wrong.");
    }

    private readonly ImageFormatException Truncated() => new($"The PNG file is truncated: its {_data.Length} bytes end within a chunk.");
}
