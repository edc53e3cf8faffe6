namespace Fer.Ml;

/// <summary>The bytes of one array of a file, counted and summed up as they are read.</summary>
/// <param name="stream">The bytes.</param>
/// <param name="length">How many there should be.</param>
/// <param name="where">The file and the array, for messages.</param>
internal sealed class NpyInput(Stream stream, long length, string where)
{
    /// <summary>The bytes not yet read.</summary>
    public long Remaining { get; private set; } = length;

    /// <summary>The checksum of the bytes read.</summary>
    public uint Crc { get; private set; }

    /// <summary>Reads bytes.</summary>
    /// <exception cref="NpzException">There are too few.</exception>
    public void ReadExactly(Span<byte> bytes)
    {
        if (bytes.Length > Remaining)
            throw Error("it ends too early", "it is truncated: copy or save it again");
        try
        {
            stream.ReadExactly(bytes);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw new NpzException($"{where}: it cannot be read to its end ({error.Message}): copy or save it again.", error);
        }

        Remaining -= bytes.Length;
        Crc = Crc32.Append(Crc, bytes);
    }

    /// <summary>The error for content that cannot be used.</summary>
    /// <param name="problem">What is wrong.</param>
    /// <param name="wayOut">What to do about it.</param>
    public NpzException Error(string problem, string wayOut) => new($"{where}: {problem}; {wayOut}.");
}
