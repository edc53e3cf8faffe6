using System.IO.Compression;
using System.Text;

namespace Fer.Models;

/// <summary>
/// The zip form of <c>torch.save</c> (PyTorch 1.6 and later): one folder with <c>data.pkl</c>, the pickle, and <c>data/KEY</c>,
/// the storages. Storages are read from the file straight into arrays.
/// </summary>
internal static class PyTorchZipFile
{
    private const string PickleName = "/data.pkl";

    /// <summary>Reads the tensors.</summary>
    /// <param name="source">The file, which can seek.</param>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="key">The entry of the root to take; null for the only one.</param>
    /// <param name="memoryLimit">How many bytes the file's content, and the tensors, may take.</param>
    public static TensorFileContent Read(Stream source, string file, string? key, long memoryLimit)
    {
        using var archive = new ZipArchive(source, ZipArchiveMode.Read, leaveOpen: true);
        Dictionary<string, ZipArchiveEntry> entries = ListEntries(archive, file, memoryLimit);
        string folder = FindFolder(entries.Keys, file);
        CheckByteOrder(entries.GetValueOrDefault($"{folder}/byteorder"), file);

        IReadOnlyDictionary<string, TorchTensorView> views;
        using (var pickle = new BufferedStream(entries[folder + PickleName].Open()))
            views = new StateDictFinder(file).Find(new PickleReader(pickle, file, new PyTorchObjects(file)).Read(), key);

        var reader = new TorchStorageReader(file, views, memoryLimit);
        foreach (TorchStorage storage in reader.Storages)
        {
            using Stream data = OpenStorage(entries.GetValueOrDefault($"{folder}/data/{storage.Key}"), storage, file);
            reader.Read(data, storage);
        }

        return new TensorFileContent(reader.Tensors, PyTorchMetadata.Read(entries.GetValueOrDefault(folder + PyTorchMetadata.Name), file));
    }

    private static Dictionary<string, ZipArchiveEntry> ListEntries(ZipArchive archive, string file, long memoryLimit)
    {
        var entries = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
        Int128 bytes = 0;
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            if (!entries.TryAdd(entry.FullName, entry))
                throw new TensorFileException($"{file}: has two zip entries '{Shorten(entry.FullName)}'; save it again.");
            if (entry.IsEncrypted)
                throw new TensorFileException($"{file}: its zip entry '{Shorten(entry.FullName)}' is encrypted; decrypt it first.");
            if (LeavesItsFolder(entry.FullName)) // nothing is unpacked to disk here, but PyTorch writes no such name
            {
                throw new TensorFileException(
                    $"{file}: its zip entry '{Shorten(entry.FullName)}' leaves its folder; do not trust this file.");
            }

            bytes += Math.Max(0, entry.Length);
        }

        return bytes <= memoryLimit
            ? entries
            : throw new TensorFileException(
                $"{file}: claims to unpack to {bytes} bytes, far more than weights can be compressed; do not trust this file.");
    }

    private static bool LeavesItsFolder(string name) =>
        name.StartsWith('/') || name.Split('/', '\\').Contains("..");

    private static string FindFolder(IEnumerable<string> names, string file)
    {
        string[] pickles = [.. names.Where(name => name.EndsWith(PickleName, StringComparison.Ordinal))];
        return pickles.Length == 1
            ? pickles[0][..^PickleName.Length]
            : throw new TensorFileException(
                $"{file}: is a zip file with {pickles.Length} entries 'data.pkl' instead of one, so not of PyTorch. " +
                PyTorchObjects.Advice);
    }

    private static void CheckByteOrder(ZipArchiveEntry? entry, string file)
    {
        if (entry is null) // before PyTorch 2.1 always little
            return;
        using Stream stream = entry.Open();
        Span<byte> order = stackalloc byte["little".Length];
        int length = stream.ReadAtLeast(order, order.Length, throwOnEndOfStream: false);
        if (!order[..length].SequenceEqual("little"u8))
        {
            throw new TensorFileException(
                $"{file}: its byte order is '{Encoding.Latin1.GetString(order[..length])}', not 'little'; " +
                "load and save it again on a machine of today.");
        }
    }

    private static Stream OpenStorage(ZipArchiveEntry? entry, TorchStorage storage, string file)
    {
        string name = Shorten(storage.Key);
        if (entry is null)
            throw new TensorFileException($"{file}: the storage '{name}' is missing; copy or download the file again.");
        return entry.Length >= storage.Bytes
            ? entry.Open()
            : throw new TensorFileException(
                $"{file}: the storage '{name}' has {entry.Length} of the {storage.Bytes} bytes that it is said to have; " +
                "copy or download the file again.");
    }

    private static string Shorten(string name) => name.Length <= 200 ? name : name[..200] + "...";
}
