using System.IO.Compression;

namespace Fer.Ml;

/// <summary>Named arrays in a file of NumPy's .npz format: a zip file (stored or deflated, zip64 where needed) of .npy files.</summary>
public static class NpzFile
{
    private const string Extension = ".npy";
    private const int MostBytesPerDeflatedByte = 1032; // no deflate stream unpacks to more (zlib's technical notes)
    private static readonly DateTimeOffset s_time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero); // the same arrays give the same file

    /// <summary>Reads all arrays.</summary>
    /// <exception cref="NpzException">
    /// The file is missing, damaged or larger than allowed, or holds what is not an array of a type that is supported.
    /// </exception>
    public static IReadOnlyDictionary<string, NpyArray> Read(
        string path, NpzReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = Open(path);
        using ZipArchive archive = OpenArchive(path, stream);
        long allowed = (options ?? new NpzReadOptions()).MaximumBytes;
        var arrays = new Dictionary<string, NpyArray>(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            string name = NameOf(entry, path);
            using Stream content = OpenEntry(entry, path, stream.Length, out NpyInput input);
            NpyHeader header = NpyHeader.Read(input);
            header.Reserve(input, ref allowed);
            var array = new NpyArray(header.Shape, NpyValues.Read(input, header, cancellationToken));
            CheckSum(entry, input);
            if (!arrays.TryAdd(name, array))
                throw input.Error("it comes twice", "save it again with different names");
        }

        return arrays;
    }

    /// <summary>Writes arrays, in the order of their names; the same arrays give the same bytes.</summary>
    /// <exception cref="FerException">The file cannot be written.</exception>
    public static void Write(
        string path,
        IReadOnlyDictionary<string, NpyArray> arrays,
        NpzWriteOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        options ??= new NpzWriteOptions();
        CompressionLevel level = options.Compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression;
        AtomicFile.Write(path, stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach (string name in arrays.Keys.Order(StringComparer.Ordinal))
            {
                ZipArchiveEntry entry = archive.CreateEntry(name + Extension, level);
                entry.LastWriteTime = s_time;
                using Stream content = entry.Open();
                NpyFile.WriteTo(content, arrays[name], options, cancellationToken);
            }
        });
    }

    internal static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new NpzException($"{path}: cannot be opened: {error.Message} Check the name and the rights.", error);
        }
    }

    internal static ZipArchive OpenArchive(string path, Stream stream)
    {
        try
        {
            var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            _ = archive.Entries.Count; // reads the directory
            return archive;
        }
        catch (Exception error) when (error is IOException or InvalidDataException or ArgumentException or OverflowException)
        {
            throw new NpzException($"{path}: is not a whole .npz (zip) file: {error.Message} Copy or save it again.", error);
        }
    }

    /// <summary>The name of an entry's array.</summary>
    internal static string NameOf(ZipArchiveEntry entry, string path) =>
        entry.FullName.EndsWith(Extension, StringComparison.Ordinal)
            ? entry.FullName[..^Extension.Length]
            : throw new NpzException($"{path}: holds '{entry.FullName}', which is not an array (.npy); save the arrays alone.");

    internal static Stream OpenEntry(ZipArchiveEntry entry, string path, long fileLength, out NpyInput input)
    {
        string where = $"{path}: array '{NameOf(entry, path)}'";
        if (entry.IsEncrypted)
            throw new NpzException($"{where}: it is encrypted; save it without a password.");
        if (entry.CompressedLength > fileLength || entry.Length / MostBytesPerDeflatedByte > entry.CompressedLength)
        {
            throw new NpzException(
                $"{where}: it claims {entry.Length} bytes from {entry.CompressedLength}, which cannot be; it is damaged: save it again.");
        }

        try
        {
            Stream content = entry.Open();
            input = new NpyInput(content, entry.Length, where);
            return content;
        }
        catch (Exception error) when (error is IOException or InvalidDataException or NotSupportedException)
        {
            throw new NpzException($"{where}: cannot be unpacked: {error.Message} Save it with numpy.savez.", error);
        }
    }

    /// <summary>Compares the checksum, when all of an array has been read.</summary>
    internal static void CheckSum(ZipArchiveEntry entry, NpyInput input)
    {
        if (input.Remaining == 0 && input.Crc != entry.Crc32)
            throw input.Error($"its checksum is {input.Crc:x8}, not {entry.Crc32:x8}", "it is damaged: copy or save it again");
    }
}
