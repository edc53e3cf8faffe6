using System.IO.MemoryMappedFiles;

namespace Fer.Ml;

/// <summary>
/// A .npy file whose rows are looked at where they lie, in any order, without reading it: what <c>numpy.load(mmap_mode="r")</c> is.
/// Arrays of .npz files have <see cref="NpyRowReader"/>.
/// </summary>
/// <remarks>
/// The file's length is checked against its header once. As with every memory map, the process ends if somebody makes the file shorter
/// while it is open, and rows must not be looked at any more once the map is disposed.
/// </remarks>
/// <typeparam name="T">The array's own type, for example <see cref="float"/>.</typeparam>
public sealed unsafe class NpyMemoryMap<T> : IDisposable
    where T : unmanaged
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private byte* _values; // null when disposed

    private NpyMemoryMap(MemoryMappedFile file, MemoryMappedViewAccessor view, byte* values, IReadOnlyList<long> shape, int rowLength)
    {
        _file = file;
        _view = view;
        _values = values;
        Shape = shape;
        RowLength = rowLength;
    }

    /// <summary>The lengths of the dimensions; the first is the number of rows.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The number of rows.</summary>
    public long Rows => Shape[0];

    /// <summary>The values of a row; 0 if the array is empty.</summary>
    public int RowLength { get; }

    /// <summary>Maps a file.</summary>
    /// <param name="path">The .npy file: numbers of this type in this machine's byte order, in C order, with a dimension at least.</param>
    /// <exception cref="NpzException">The file is missing, truncated, damaged, or holds an array of another type or order.</exception>
    public static NpyMemoryMap<T> Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FileStream stream = NpzFile.Open(path);
        MemoryMappedFile? file = null;
        MemoryMappedViewAccessor? view = null;
        try
        {
            var input = new NpyInput(stream, stream.Length, path);
            NpyHeader header = NpyHeader.Read(input);
            int rowLength = CheckRows(header, input);
            file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
            byte* start = null;
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            return new NpyMemoryMap<T>(file, view, start + view.PointerOffset + stream.Length - input.Remaining, header.Shape, rowLength);
        }
        catch (Exception error)
        {
            view?.Dispose();
            file?.Dispose();
            stream.Dispose();
            if (error is IOException or UnauthorizedAccessException or ArgumentException)
                throw new NpzException($"{path}: cannot be mapped: {error.Message} Read it with {nameof(NpyFile)}.", error);
            throw;
        }
    }

    /// <summary>A row, until the map is disposed.</summary>
    /// <param name="row">From 0 on.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="ObjectDisposedException">The map is disposed.</exception>
    public ReadOnlySpan<T> Row(long row)
    {
        ObjectDisposedException.ThrowIf(_values is null, this);
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
        return new ReadOnlySpan<T>(_values + row * RowLength * sizeof(T), RowLength);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        if (_values is null)
            return;
        _values = null;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private static int CheckRows(NpyHeader header, NpyInput input)
    {
        if (NpyRowReader.TypeOf<T>() is var type && type != $"{header.Kind}{header.ItemSize}")
            throw input.Error($"it is of type {header.Kind}{header.ItemSize}", $"map it as that, not as {typeof(T).Name}");
        if (header.Shape.Count == 0 || (header.FortranOrder && header.Shape.Count > 1))
            throw input.Error("it is not in rows in C order", "save it with numpy.ascontiguousarray");
        if (header.BigEndian == BitConverter.IsLittleEndian && header.ItemSize > 1)
            throw input.Error("its bytes are in the other order", $"read it with {nameof(NpyFile)}, or save it with astype(newbyteorder='=')");
        long rowLength = header.Count == 0 ? 0 : header.Count / header.Shape[0];
        return rowLength <= Array.MaxLength
            ? (int)rowLength
            : throw input.Error($"its rows have {rowLength} values", $"at most {Array.MaxLength} are possible: reshape it");
    }
}
