using System.Buffers.Binary;
using System.Text;

namespace Fer.Preprocessing.Tests;

/// <summary>Takes PNG files apart and puts them together again, with checksums of its own making.</summary>
internal static class PngFile
{
    public const int SignatureLength = 8;

    public static IEnumerable<(string Type, byte[] Data)> Chunks(byte[] file)
    {
        for (int position = SignatureLength; position + 12 <= file.Length;)
        {
            long length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(position));
            if (length > file.Length - position - 12)
                yield break;
            yield return (Encoding.Latin1.GetString(file, position + 4, 4), file.AsSpan(position + 8, (int)length).ToArray());
            position += 12 + (int)length;
        }
    }

    public static byte[] Build(byte[] signature, IEnumerable<(string Type, byte[] Data)> chunks)
    {
        using var file = new MemoryStream();
        file.Write(signature.AsSpan(0, SignatureLength));
        foreach ((string type, byte[] data) in chunks)
        {
            byte[] body = [.. Encoding.Latin1.GetBytes(type), .. data];
            WriteNumber(file, (uint)data.Length);
            file.Write(body);
            WriteNumber(file, Checksum(body));
        }

        return file.ToArray();
    }

    /// <summary>The file with one chunk's data changed and its checksum set right.</summary>
    public static byte[] Change(byte[] file, string type, Action<byte[]> change)
    {
        (string Type, byte[] Data)[] chunks = [.. Chunks(file)];
        change(chunks.First(chunk => chunk.Type == type).Data);
        return Build(file, chunks);
    }

    // Bit by bit, as the specification defines it, to be independent of the table that is tested.
    private static uint Checksum(byte[] data)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }

    private static void WriteNumber(MemoryStream stream, uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        stream.Write(bytes);
    }
}
