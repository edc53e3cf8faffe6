using System.Buffers.Binary;

namespace Fer.ImageSharp;

/// <summary>
/// Bounds what reading the directories of a TIFF file or an EXIF block can cost (TIFF 6.0, section 2; BigTIFF's differ in their widths).
/// ImageSharp walks and copies whatever they claim: a few bytes can make it count to 2^64, or copy the whole file 65,535 times.
/// </summary>
internal ref struct TiffDirectories
{
    // Tags may share their values, but not without end.
    private const int MaxBytesPerFileByte = 4;
    private const int MaxEntries = 4096;
    private const ushort ExifDirectoryTag = 0x8769;
    private const ushort GpsDirectoryTag = 0x8825;
    private const ushort BigTiffMagic = 43;

    private readonly ReadOnlySpan<byte> _data;
    private readonly string _formatName;
    private readonly bool _isBigEndian;
    private readonly bool _isBig;
    private long _bytesLeft;
    private int _entries;

    private TiffDirectories(ReadOnlySpan<byte> data, string formatName)
    {
        _data = data;
        _formatName = formatName;
        _isBigEndian = data[0] == 'M';
        _isBig = ReadNumber(2, 2) == BigTiffMagic;
        _bytesLeft = ((long)MaxBytesPerFileByte * data.Length) + MaxEntries;
    }

    private readonly int EntrySize => _isBig ? 20 : 12;

    // The width of an offset and of a number of values.
    private readonly int Word => _isBig ? 8 : 4;

    /// <summary>Refuses directories that would take far more time or memory than the file has bytes.</summary>
    /// <param name="data">A TIFF file, or what follows "Exif\0\0". One too short for a header is left to ImageSharp.</param>
    /// <param name="formatName">The format of the file, for the message.</param>
    /// <exception cref="ImageFormatException">The directories are too dear.</exception>
    public static void Check(ReadOnlySpan<byte> data, string formatName)
    {
        const int longestHeader = 16;
        if (data.Length < longestHeader)
            return;
        var directories = new TiffDirectories(data, formatName);
        ulong offset = directories._isBig ? directories.ReadNumber(8, 8) : directories.ReadNumber(4, 4);
        while (offset < (ulong)data.Length)
        {
            directories._entries = 0;
            ulong next = directories.Visit((int)offset);
            if (next <= offset)
                return; // the last one, or a circle, which ImageSharp refuses
            offset = next;
        }
    }

    /// <summary>Counts a directory and those it names; returns where the next one is.</summary>
    private ulong Visit(int offset)
    {
        int countSize = _isBig ? 8 : 2;
        ulong count = ReadNumber(offset, countSize);
        int first = offset + countSize;
        ulong fitting = (ulong)Math.Max(0, _data.Length - first) / (ulong)EntrySize;
        if (count > fitting && _isBig)
            throw Refuse($"a directory claims {count} entries, of which {fitting} fit");
        count = Math.Min(count, fitting);
        Spend(countSize + ((long)count * EntrySize));
        _entries += (int)count;
        if (_entries > MaxEntries)
            throw Refuse($"a directory has {_entries} entries, of {MaxEntries} at most");

        for (int i = 0; i < (int)count; i++)
            VisitEntry(first + (i * EntrySize));
        return ReadNumber(first + ((int)count * EntrySize), Word);
    }

    private void VisitEntry(int start)
    {
        ulong tag = ReadNumber(start, 2);
        int valueSize = SizeOfType(ReadNumber(start + 2, 2));
        int valueStart = start + 4 + Word;
        UInt128 size = (UInt128)ReadNumber(start + 4, Word) * (uint)valueSize;
        if (size > (uint)Word && size + ReadNumber(valueStart, Word) <= (uint)_data.Length)
            Spend((long)size);

        ulong directory = ReadNumber(valueStart, Math.Min(valueSize, Word));
        if (tag is ExifDirectoryTag or GpsDirectoryTag && directory < (uint)_data.Length)
            Visit((int)directory);
    }

    private void Spend(long bytes)
    {
        _bytesLeft -= bytes;
        if (_bytesLeft < 0)
            throw Refuse($"their values take more than {MaxBytesPerFileByte} times its {_data.Length} bytes");
    }

    // Beyond the end there are zeros, as ImageSharp has it.
    private readonly ulong ReadNumber(int offset, int size)
    {
        if (size == 0 || offset > _data.Length - size)
            return 0;
        ReadOnlySpan<byte> bytes = _data.Slice(offset, size);
        return (size, _isBigEndian) switch
        {
            (1, _) => bytes[0],
            (2, false) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            (2, true) => BinaryPrimitives.ReadUInt16BigEndian(bytes),
            (4, false) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            (4, true) => BinaryPrimitives.ReadUInt32BigEndian(bytes),
            (_, false) => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
            (_, true) => BinaryPrimitives.ReadUInt64BigEndian(bytes),
        };
    }

    // By the numbers of TIFF 6.0, its supplements and BigTIFF; values of unknown types are not read.
    private static int SizeOfType(ulong type) => type switch
    {
        1 or 2 or 6 or 7 => 1,
        3 or 8 => 2,
        4 or 9 or 11 or 13 => 4,
        5 or 10 or 12 or 16 or 17 or 18 => 8,
        _ => 0,
    };

    private readonly ImageFormatException Refuse(string reason) => new(
        $"The directories of the {_formatName} file are corrupt: {reason}. " +
        "Get it again from where it came, or convert it with another program.");
}
