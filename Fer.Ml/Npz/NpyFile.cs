namespace Fer.Ml;

/// <summary>One array in a file of NumPy's .npy format (NEP 1, versions 1.0 to 3.0).</summary>
public static class NpyFile
{
    /// <summary>Reads an array; one in Fortran order or of big-endian numbers is brought to C order and this machine's numbers.</summary>
    /// <exception cref="NpzException">It is missing, damaged, too large, or of a type that is not supported.</exception>
    public static NpyArray Read(string path, NpzReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = NpzFile.Open(path);
        var input = new NpyInput(stream, stream.Length, path);
        NpyHeader header = NpyHeader.Read(input);
        long allowed = (options ?? new NpzReadOptions()).MaximumBytes;
        header.Reserve(input, ref allowed);
        return new NpyArray(header.Shape, NpyValues.Read(input, header, cancellationToken));
    }

    /// <summary>Writes an array.</summary>
    /// <param name="path">The file.</param>
    /// <param name="array">The array.</param>
    /// <param name="options">The order; this format has no compression.</param>
    /// <param name="cancellationToken">Stops the work; the old file stays.</param>
    /// <exception cref="FerException">The file cannot be written.</exception>
    public static void Write(string path, NpyArray array, NpzWriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(array);
        AtomicFile.Write(path, stream => WriteTo(stream, array, options ?? new NpzWriteOptions(), cancellationToken));
    }

    internal static void WriteTo(Stream stream, NpyArray array, NpzWriteOptions options, CancellationToken cancellationToken)
    {
        NpyHeader header = NpyHeader.Of(array, options.FortranOrder && array.Shape.Count > 1);
        header.Write(stream);
        NpyValues.Write(stream, header, array.Values, cancellationToken);
    }
}
