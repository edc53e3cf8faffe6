using System.IO.Compression;

namespace Fer.Ml;

/// <summary>
/// Reads an array of a .npz file block of rows by block of rows, for arrays larger than memory.
/// </summary>
/// <remarks>
/// It reads deflated arrays as well, big-endian ones too, checks the sum at the end, and a file that somebody shortens meanwhile gives
/// an error. For rows of a .npy file in any order there is <see cref="NpyMemoryMap{T}"/>.
/// </remarks>
public sealed class NpyRowReader : IDisposable
{
    private readonly FileStream _stream;
    private readonly ZipArchive _archive;
    private readonly ZipArchiveEntry _entry;
    private readonly Stream _content;
    private readonly NpyInput _input;
    private readonly NpyHeader _header;

    private NpyRowReader(FileStream stream, ZipArchive archive, ZipArchiveEntry entry, Stream content, NpyInput input, NpyHeader header)
    {
        (_stream, _archive, _entry, _content, _input, _header) = (stream, archive, entry, content, input, header);
        RowLength = header.Count == 0 ? 0 : checked((int)(header.Count / header.Shape[0]));
        RowsLeft = header.Shape[0];
    }

    /// <summary>The lengths of the dimensions; the first is the number of rows.</summary>
    public IReadOnlyList<long> Shape => _header.Shape;

    /// <summary>The values of a row; 0 if the array is empty.</summary>
    public int RowLength { get; }

    /// <summary>The rows not yet read.</summary>
    public long RowsLeft { get; private set; }

    /// <summary>Opens an array.</summary>
    /// <param name="path">The .npz file.</param>
    /// <param name="name">The array's name; it must have a dimension at least and be in C order.</param>
    /// <exception cref="NpzException">The file or the array is missing, damaged or in Fortran order.</exception>
    public static NpyRowReader Open(string path, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(name);
        FileStream stream = NpzFile.Open(path);
        ZipArchive? archive = null;
        Stream? content = null;
        try
        {
            archive = NpzFile.OpenArchive(path, stream);
            ZipArchiveEntry entry = archive.Entries.FirstOrDefault(entry => NpzFile.NameOf(entry, path) == name)
                ?? throw new NpzException(
                    $"{path}: has no array '{name}', but {string.Join(", ", archive.Entries.Select(e => NpzFile.NameOf(e, path)))}.");
            content = NpzFile.OpenEntry(entry, path, stream.Length, out NpyInput input);
            NpyHeader header = NpyHeader.Read(input);
            if (header.Shape.Count == 0 || header.Kind is 'U' or 'b' || (header.FortranOrder && header.Shape.Count > 1))
                throw input.Error("it is not numbers in rows in C order", "read it as a whole, or save it with numpy.ascontiguousarray");
            if (header.Count > 0 && header.Count / header.Shape[0] > Array.MaxLength)
            {
                throw input.Error(
                    $"its rows have {header.Count / header.Shape[0]} values", $"at most {Array.MaxLength} are possible: reshape it");
            }

            return new NpyRowReader(stream, archive, entry, content, input, header);
        }
        catch
        {
            content?.Dispose();
            archive?.Dispose();
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads the next rows.</summary>
    /// <typeparam name="T">The array's own type.</typeparam>
    /// <param name="destination">Whole rows; at the end of the array fewer are filled.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The rows read; 0 at the end.</returns>
    /// <exception cref="ArgumentException">The array has another type, or the destination is not whole rows.</exception>
    /// <exception cref="NpzException">The array is damaged.</exception>
    public int Read<T>(Span<T> destination, CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        if (TypeOf<T>() != $"{_header.Kind}{_header.ItemSize}")
            throw new ArgumentException($"The array is of type {_header.Kind}{_header.ItemSize}, not of {typeof(T).Name}.");
        if (RowLength == 0)
            return 0;
        if (destination.Length % RowLength != 0)
            throw new ArgumentException($"{destination.Length} values are not whole rows of {RowLength}.", nameof(destination));
        int rows = (int)Math.Min(RowsLeft, destination.Length / RowLength);
        NpyValues.ReadInto(_input, destination[..(rows * RowLength)], _header.BigEndian, cancellationToken);
        RowsLeft -= rows;
        NpzFile.CheckSum(_entry, _input);
        return rows;
    }

    /// <summary>A number type's name in headers.</summary>
    internal static string TypeOf<T>()
        where T : unmanaged => default(T) switch
        {
            sbyte => "i1",
            byte => "u1",
            short => "i2",
            ushort => "u2",
            int => "i4",
            uint => "u4",
            long => "i8",
            ulong => "u8",
            Half => "f2",
            float => "f4",
            double => "f8",
            _ => "",
        };

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _content.Dispose();
        _archive.Dispose();
        _stream.Dispose();
    }
}
