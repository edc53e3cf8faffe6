using System.Buffers.Binary;

namespace Fer.Preprocessing;

/// <summary>Finds the orientation in EXIF data, which are laid out as a TIFF file (TIFF 6.0, section 2).</summary>
internal static class ExifReader
{
    private const int OrientationTag = 0x0112;
    private const int ShortType = 3;
    private const int EntrySize = 12;

    /// <summary>Reads the orientation; <see cref="ExifOrientation.Upright"/> where there is none or the data are damaged.</summary>
    /// <param name="tiff">The data from the byte order mark on.</param>
    public static ExifOrientation ReadOrientation(ReadOnlySpan<byte> tiff)
    {
        bool isBigEndian = tiff.StartsWith("MM\0*"u8);
        if (tiff.Length < 8 || !(isBigEndian || tiff.StartsWith("II*\0"u8)))
            return ExifOrientation.Upright;
        uint directory = ReadUInt32(tiff[4..], isBigEndian);
        if (directory > tiff.Length - 2)
            return ExifOrientation.Upright;

        ReadOnlySpan<byte> entries = tiff[(int)directory..];
        int count = ReadUInt16(entries, isBigEndian);
        for (entries = entries[2..]; count > 0 && entries.Length >= EntrySize; count--, entries = entries[EntrySize..])
        {
            if (ReadUInt16(entries, isBigEndian) != OrientationTag)
                continue;
            int type = ReadUInt16(entries[2..], isBigEndian);
            var value = (ExifOrientation)ReadUInt16(entries[8..], isBigEndian);
            return type == ShortType && Enum.IsDefined(value) ? value : ExifOrientation.Upright;
        }

        return ExifOrientation.Upright;
    }

    private static ushort ReadUInt16(ReadOnlySpan<byte> data, bool isBigEndian) =>
        isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(data) : BinaryPrimitives.ReadUInt16LittleEndian(data);

    private static uint ReadUInt32(ReadOnlySpan<byte> data, bool isBigEndian) =>
        isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(data) : BinaryPrimitives.ReadUInt32LittleEndian(data);
}
