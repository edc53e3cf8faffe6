using System.IO.Compression;

namespace Fer.Models;

/// <summary>Writes the zip form of <c>torch.save</c>, uncompressed, the same content to the same bytes.</summary>
internal static class PyTorchZipWriter
{
    private const string Folder = "archive";

    /// <summary>The entries' time, always the same: the first that zip files know.</summary>
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the tensors, sorted by name, and the strings, if any.</summary>
    /// <exception cref="ArgumentException">A name is not valid Unicode.</exception>
    public static void Write(Stream destination, TensorFileContent content)
    {
        KeyValuePair<string, Tensor>[] tensors = [.. content.Tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal)];
        using var archive = new ZipArchive(destination, ZipArchiveMode.Create, leaveOpen: true);
        WriteEntry(archive, "/data.pkl", stream => new PickleWriter(stream).WriteStateDict(tensors));
        WriteEntry(archive, "/byteorder", stream => stream.Write("little"u8));
        for (int i = 0; i < tensors.Length; i++)
            WriteEntry(archive, $"/data/{i}", stream => ElementConverter.Write(stream, tensors[i].Value.Values));
        if (content.Metadata.Count > 0)
            WriteEntry(archive, PyTorchMetadata.Name, stream => PyTorchMetadata.Write(stream, content.Metadata));
        WriteEntry(archive, "/version", stream => stream.Write("3\n"u8));
    }

    private static void WriteEntry(ZipArchive archive, string name, Action<Stream> write)
    {
        ZipArchiveEntry entry = archive.CreateEntry(Folder + name, CompressionLevel.NoCompression);
        entry.LastWriteTime = Time;
        using var stream = new BufferedStream(entry.Open());
        write(stream);
    }
}
