using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace Fer.Models;

/// <summary>
/// The older form of <c>torch.save</c> (before PyTorch 1.6, and <c>_use_new_zipfile_serialization=False</c>): five pickles
/// (magic number, protocol version, facts about the machine, the object, the storages' keys), then each storage as its
/// length in elements (8 bytes) and its elements, little-endian.
/// </summary>
internal static class PyTorchLegacyFile
{
    private const long ProtocolVersion = 1001;

    private static readonly BigInteger MagicNumber =
        BigInteger.Parse("1950a86a20f9469cfc6c", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>Reads the tensors.</summary>
    /// <inheritdoc cref="PyTorchZipFile.Read" path="/param"/>
    public static TensorFileContent Read(Stream source, string file, string? key, long memoryLimit)
    {
        var buffered = new BufferedStream(source); // not disposed: the source stays open
        if (ReadPickle(buffered, file, new PyTorchObjects(file)) is not BigInteger magic || magic != MagicNumber)
            throw new TensorFileException($"{file}: is a pickle, but not of torch.save. {PyTorchObjects.Advice}");
        if (ReadPickle(buffered, file, new PyTorchObjects(file)) is not ProtocolVersion)
            throw new TensorFileException($"{file}: is of an unknown version of torch.save. {PyTorchObjects.Advice}");
        ReadPickle(buffered, file, new PyTorchObjects(file));
        var objects = new PyTorchObjects(file);
        object? root = ReadPickle(buffered, file, objects);
        object? keys = ReadPickle(buffered, file, new PyTorchObjects(file));

        var reader = new TorchStorageReader(file, new StateDictFinder(file).Find(root, key), memoryLimit);
        ReadStorages(buffered, file, reader, ListStorages(keys, objects, file));
        return new TensorFileContent(reader.Tensors, new Dictionary<string, string>());
    }

    private static object? ReadPickle(Stream source, string file, PyTorchObjects objects) =>
        new PickleReader(source, file, objects).Read();

    /// <summary>The storages in the order in which they follow: each that the object refers to, once.</summary>
    private static List<TorchStorage> ListStorages(object? keys, PyTorchObjects objects, string file)
    {
        var storages = new List<TorchStorage>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (object? key in keys as List<object?> ?? [])
        {
            if (key is not string name || !objects.Storages.TryGetValue(name, out TorchStorage? storage) || !seen.Add(name))
                throw new TensorFileException($"{file}: lists a storage twice or one that nothing refers to; save it again.");
            storages.Add(storage);
        }

        return storages.Count == objects.Storages.Count
            ? storages
            : throw new TensorFileException(
                $"{file}: has {storages.Count} of {objects.Storages.Count} storages; copy or download the file again.");
    }

    private static void ReadStorages(Stream source, string file, TorchStorageReader reader, List<TorchStorage> storages)
    {
        HashSet<TorchStorage> wanted = [.. reader.Storages];
        Span<byte> count = stackalloc byte[8];
        foreach (TorchStorage storage in storages)
        {
            source.ReadExactly(count);
            long end = source.Position + storage.Bytes;
            if (BinaryPrimitives.ReadInt64LittleEndian(count) != storage.Count || end > source.Length)
            {
                throw new TensorFileException(
                    $"{file}: the storage '{storage.Key}' has not the {storage.Count} elements that it is said to have; " +
                    "copy or download the file again.");
            }

            if (wanted.Contains(storage))
                reader.Read(source, storage);
            source.Position = end;
        }

        if (source.Position != source.Length)
            throw new TensorFileException($"{file}: there are bytes after the last storage; copy or download the file again.");
    }
}
