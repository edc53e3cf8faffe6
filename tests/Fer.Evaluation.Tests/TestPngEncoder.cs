using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Fer.Evaluation.Tests;

/// <summary>Just enough PNG for the reports of these tests, which cannot refer to the package that has the real one.</summary>
internal sealed class TestPngEncoder : IImageEncoder
{
    public string FormatName => "PNG";

    public string MediaType => "image/png";

    public IReadOnlyList<string> Extensions => [".png"];

    public void Encode(Image image, Stream destination)
    {
        destination.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), image.Height);
        header[8] = 8;
        header[9] = image.Format switch { PixelFormat.Gray8 => 0, PixelFormat.Rgb24 => 2, _ => 6 };
        WriteChunk(destination, "IHDR", header);
        WriteChunk(destination, "IDAT", Compress(image));
        WriteChunk(destination, "IEND", []);
    }

    private static byte[] Compress(Image image)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest))
        {
            for (int y = 0; y < image.Height; y++)
            {
                zlib.WriteByte(0);
                zlib.Write(image.Row(y));
            }
        }

        return compressed.ToArray();
    }

    private static void WriteChunk(Stream destination, string type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        destination.Write(number);
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        destination.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32(body));
        destination.Write(number);
    }

    private static uint Crc32(byte[] data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
