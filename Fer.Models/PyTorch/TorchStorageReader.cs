namespace Fer.Models;

/// <summary>Reads storages and hands out the tensors that view them.</summary>
internal sealed class TorchStorageReader
{
    private readonly string _file;
    private readonly long _memoryLimit;
    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);
    private readonly ILookup<TorchStorage, KeyValuePair<string, TorchTensorView>> _views;

    /// <summary>Prepares for reading.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="views">The tensors that are wanted, by name.</param>
    /// <param name="memoryLimit">How many bytes the tensors may take together, and what is read of one storage.</param>
    /// <exception cref="TensorFileException">They would take more: many views repeat a few elements.</exception>
    public TorchStorageReader(string file, IReadOnlyDictionary<string, TorchTensorView> views, long memoryLimit)
    {
        long bytes = views.Values.Sum(view => (long)view.Count * sizeof(float));
        if (bytes > memoryLimit)
        {
            throw new TensorFileException(
                $"{file}: its tensors repeat their elements so often that they would take {bytes} bytes; " +
                "save them with .contiguous() if that is meant.");
        }

        _file = file;
        _memoryLimit = memoryLimit;
        _views = views.ToLookup(pair => pair.Value.Storage);
    }

    /// <summary>The storages that tensors view.</summary>
    public IEnumerable<TorchStorage> Storages => _views.Select(group => group.Key);

    /// <summary>The tensors read so far, by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => _tensors;

    /// <summary>Reads what the tensors view of one storage, and nothing after that.</summary>
    /// <param name="source">Stands at the storage's first element.</param>
    /// <param name="storage">The storage.</param>
    /// <exception cref="TensorFileException">The stretch that is viewed is too long for memory, or a value is NaN.</exception>
    /// <exception cref="EndOfStreamException">The storage is truncated.</exception>
    public void Read(Stream source, TorchStorage storage)
    {
        KeyValuePair<string, TorchTensorView>[] views = [.. _views[storage]];
        TorchTensorView[] filled = [.. views.Select(pair => pair.Value).Where(view => view.Count > 0)];
        long first = filled.Length == 0 ? 0 : filled.Min(view => view.Offset);
        long count = filled.Length == 0 ? 0 : filled.Max(view => view.Last) + 1 - first;
        long most = Math.Min(Array.MaxLength, _memoryLimit / sizeof(float));
        if (count > most)
        {
            throw new TensorFileException(
                $"{_file}: '{views[0].Key}' and its neighbours span {count} elements of one storage; at most {most} are read at once: " +
                "save them with .clone().");
        }

        var elements = new float[count];
        Skip(source, first * ElementConverter.SizeOf(storage.Type));
        ElementConverter.Read(source, storage.Type, elements);
        foreach ((string name, TorchTensorView view) in views)
        {
            // Nearly always one tensor shows the whole storage in order, and takes the array as it is.
            bool isWhole = views.Length == 1 && view.Count == count && view.IsContiguous;
            float[] values = isWhole ? elements : view.Gather(elements, first);
            ElementConverter.RefuseNaN(_file, name, values);
            _tensors.Add(name, new Tensor(view.Dimensions, values));
        }
    }

    private static void Skip(Stream source, long bytes)
    {
        if (source.CanSeek)
        {
            source.Seek(bytes, SeekOrigin.Current);
            return;
        }

        var piece = new byte[Math.Min(bytes, 1 << 16)];
        for (long left = bytes; left > 0; left -= piece.Length)
            source.ReadExactly(piece, 0, (int)Math.Min(left, piece.Length));
    }
}
