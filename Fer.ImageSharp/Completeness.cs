using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Tiff.Constants;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using Identified = SixLabors.ImageSharp.ImageInfo;

namespace Fer.ImageSharp;

/// <summary>Finds TIFF files without all that their pixels need, of which ImageSharp would make up the missing part.</summary>
internal static class Completeness
{
    // All strips or tiles of the first page must lie within the file, and every index must have a colour.
    public static void CheckTiff(ReadOnlySpan<byte> file, Identified info)
    {
        if (info.FrameMetadataCollection[0].ExifProfile is not { } tags)
            return;
        CheckPieces(file, tags, ExifTag.StripOffsets, ExifTag.StripByteCounts);
        CheckPieces(file, tags, ExifTag.TileOffsets, ExifTag.TileByteCounts);
        CheckPalette(info.FrameMetadataCollection[0].GetTiffMetadata(), tags);
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

    // A table of red, one of green and one of blue, each with a value for every index (TIFF 6.0, ColorMap).
    private static void CheckPalette(TiffFrameMetadata frame, ExifProfile tags)
    {
        if (frame.PhotometricInterpretation != TiffPhotometricInterpretation.PaletteColor || frame.BitsPerSample is not { } bits)
            return;
        int values = tags.TryGetValue(ExifTag.ColorMap, out IExifValue<ushort[]>? map) ? map.Value?.Length ?? 0 : 0;
        if (values != 3L << bits.Channel0)
        {
            throw new ImageFormatException(
                $"The TIFF file is corrupt: its palette has {values} values, and pixels of {bits.Channel0} bits " +
                $"need {3L << bits.Channel0}. Get it again from where it came.");
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
