using System.Buffers.Binary;

namespace Fer.ImageSharp;

/// <summary>
/// Refuses files whose containers claim more bytes than they have, before ImageSharp sees them: it takes memory for what is claimed.
/// </summary>
internal static class Containers
{
    private const string WayOut = "Get it again from where it came.";

    // Chunks of a name, a length and so many bytes, rounded up to even ones (RFC 9649, 2.3 and 2.4).
    public static void CheckWebP(ReadOnlySpan<byte> file)
    {
        const int fileHeader = 12;
        const int chunkHeader = 8;
        long length = 8L + BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
        if (file.Length < length)
            throw new ImageFormatException($"The WebP file is truncated: it has {file.Length} of {length} bytes. {WayOut}");

        int start = fileHeader;
        while (start <= file.Length - chunkHeader)
        {
            ReadOnlySpan<byte> chunk = file[(start + chunkHeader)..];
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(file[(start + 4)..]);
            if (size > chunk.Length)
            {
                throw new ImageFormatException(
                    $"The WebP file is truncated or corrupt: a chunk at byte {start} claims {size} bytes of {chunk.Length}. {WayOut}");
            }

            if (file[start..].StartsWith("EXIF"u8))
                CheckExif(chunk[..(int)size], "WebP");
            start = (int)Math.Min(file.Length, start + chunkHeader + size + (size & 1));
        }
    }

    public static void CheckTiff(ReadOnlySpan<byte> file) => TiffDirectories.Check(file, "TIFF");

    // Marker segments with lengths of 16 bits up to the first scan (ITU-T T.81, B.1.1.4); EXIF blocks lie in APP1 (EXIF 2.32, 4.5.4).
    public static void CheckJpeg(ReadOnlySpan<byte> file)
    {
        const byte startOfScan = 0xDA;
        const byte app1 = 0xE1;
        int start = 2;
        while (start <= file.Length - 4 && file[start] == 0xFF && file[start + 1] != startOfScan)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(file[(start + 2)..]);
            int end = Math.Min(file.Length, start + 2 + length);
            if (file[start + 1] == app1 && end > start + 4)
                CheckExif(file[(start + 4)..end], "JPEG");
            start = end;
        }
    }

    // Chunks of a length, a name, so many bytes, and a checksum (PNG, third edition, 5.3).
    public static void CheckPng(ReadOnlySpan<byte> file)
    {
        const int signature = 8;
        const int beside = 12;
        long start = signature;
        while (start <= file.Length - beside)
        {
            ReadOnlySpan<byte> chunk = file[(int)start..];
            uint size = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            if (chunk[4..].StartsWith("eXIf"u8))
                CheckExif(chunk[8..(int)Math.Min(8L + size, chunk.Length)], "PNG");
            start += beside + size;
        }
    }

    // The file header tells where the pixels begin; a header of version 5 where a colour profile lies (Windows, BITMAPV5HEADER).
    public static void CheckBmp(ReadOnlySpan<byte> file)
    {
        const int fileHeader = 14;
        const int version4 = 108;
        const int profileFieldsEnd = 120;
        ReadOnlySpan<byte> bitmap = file.StartsWith("BA"u8) && file.Length > fileHeader ? file[fileHeader..] : file;
        if (bitmap.Length < fileHeader + 4)
            return; // ImageSharp refuses it
        int offset = BinaryPrimitives.ReadInt32LittleEndian(bitmap[10..]);
        if (offset < 0 || offset > file.Length)
        {
            throw new ImageFormatException(
                $"The BMP file is truncated or corrupt: its pixels begin at byte {offset} of {file.Length}. {WayOut}");
        }

        ReadOnlySpan<byte> header = bitmap[fileHeader..];
        if (header.Length < profileFieldsEnd || BinaryPrimitives.ReadInt32LittleEndian(header) <= version4)
            return;
        long profileOffset = BinaryPrimitives.ReadInt32LittleEndian(header[112..]);
        long profileSize = BinaryPrimitives.ReadInt32LittleEndian(header[116..]);
        if (profileOffset != 0 && (profileOffset < 0 || profileSize < 0 || profileOffset + profileSize > header.Length))
        {
            throw new ImageFormatException(
                "The BMP file is truncated or corrupt: " +
                $"its colour profile of {profileSize} bytes at {profileOffset} lies beyond its end. {WayOut}");
        }
    }

    // Some writers leave out the block's name where the chunk has one.
    private static void CheckExif(ReadOnlySpan<byte> block, string formatName)
    {
        ReadOnlySpan<byte> name = "Exif\0\0"u8;
        TiffDirectories.Check(block.StartsWith(name) ? block[name.Length..] : block, formatName);
    }
}
