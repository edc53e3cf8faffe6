using System.Buffers.Binary;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using Identified = SixLabors.ImageSharp.ImageInfo;

namespace Fer.ImageSharp;

/// <summary>Finds truncated files of the formats of which ImageSharp would make up the missing pixels.</summary>
internal static class Completeness
{
    // The second word is the length of all that follows (RFC 9649, 2.4).
    public static void CheckWebP(ReadOnlySpan<byte> file, Identified info)
    {
        long length = 8L + BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
        if (file.Length < length)
        {
            throw new ImageFormatException(
                $"The WebP file is truncated: it has {file.Length} of {length} bytes. Get it again from where it came.");
        }
    }

    // All strips or tiles of the first page must lie within the file.
    public static void CheckTiff(ReadOnlySpan<byte> file, Identified info)
    {
        if (info.FrameMetadataCollection[0].ExifProfile is not { } tags)
            return;
        CheckPieces(file, tags, ExifTag.StripOffsets, ExifTag.StripByteCounts);
        CheckPieces(file, tags, ExifTag.TileOffsets, ExifTag.TileByteCounts);
    }

    private static void CheckPieces(ReadOnlySpan<byte> file, ExifProfile tags, ExifTag offsetsTag, ExifTag countsTag)
    {
        ulong[] offsets = ReadNumbers(tags, offsetsTag);
        ulong[] counts = ReadNumbers(tags, countsTag);
        for (int i = 0; i < Math.Min(offsets.Length, counts.Length); i++)
        {
            UInt128 end = (UInt128)offsets[i] + counts[i];
            if (end > (ulong)file.Length)
            {
                throw new ImageFormatException(
                    $"The TIFF file is truncated or corrupt: its pixels reach up to byte {end} of {file.Length}. " +
                    "Get it again from where it came.");
            }
        }
    }

    // BigTIFF's numbers have 64 bits.
    private static ulong[] ReadNumbers(ExifProfile tags, ExifTag tag)
    {
        object? value = tags.Values.FirstOrDefault(candidate => candidate.Tag == tag)?.GetValue();
        return value switch
        {
            Number[] numbers => [.. numbers.Select(number => (ulong)(uint)number)],
            ulong[] numbers => numbers,
            _ => [],
        };
    }
}
