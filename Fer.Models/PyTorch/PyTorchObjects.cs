namespace Fer.Models;

/// <summary>
/// The few types and functions that a state dict names, and what they make here: descriptions of tensors, without values.
/// Whatever else a file names is refused by that name, before anything is made of it.
/// </summary>
/// <param name="file">The file's name, for messages.</param>
internal sealed class PyTorchObjects(string file)
{
    /// <summary>The way out of most refusals.</summary>
    public const string Advice = "In Python, save only the weights: torch.save(model.state_dict(), path).";

    private enum Callable
    {
        OrderedDict,
        Size,
        RebuildTensor,
        RebuildTensorV2,
        RebuildParameter,
    }

    private readonly Dictionary<string, TorchStorage> _storages = new(StringComparer.Ordinal);

    /// <summary>The storages that tensors refer to, by key.</summary>
    public IReadOnlyDictionary<string, TorchStorage> Storages => _storages;

    /// <summary>Finds a type or function by its name.</summary>
    /// <exception cref="TensorFileException">A state dict needs none of this name.</exception>
    public object FindGlobal(string module, string name) => (module, name) switch
    {
        ("collections", "OrderedDict") => Callable.OrderedDict,
        ("torch", "Size") => Callable.Size,
        ("torch._utils", "_rebuild_tensor") => Callable.RebuildTensor,
        ("torch._utils", "_rebuild_tensor_v2") => Callable.RebuildTensorV2,
        ("torch._utils", "_rebuild_parameter") => Callable.RebuildParameter,
        ("torch" or "torch.cuda", "FloatStorage") => ElementType.Float32,
        ("torch" or "torch.cuda", "HalfStorage") => ElementType.Float16,
        ("torch" or "torch.cuda", "BFloat16Storage") => ElementType.BFloat16,
        ("torch" or "torch.cuda", "DoubleStorage") => ElementType.Float64,
        ("torch" or "torch.cuda", "CharStorage") => ElementType.Int8,
        ("torch" or "torch.cuda", "ByteStorage") => ElementType.UInt8,
        ("torch" or "torch.cuda", "ShortStorage") => ElementType.Int16,
        ("torch" or "torch.cuda", "IntStorage") => ElementType.Int32,
        ("torch" or "torch.cuda", "LongStorage") => ElementType.Int64,
        ("torch" or "torch.cuda", "BoolStorage") => ElementType.Bool,
        _ => throw new TensorFileException(
            $"{file}: names '{module}.{name}', which is not part of a state dict and is neither loaded nor run. {Advice}"),
    };

    /// <summary>Does what a found function does.</summary>
    /// <exception cref="TensorFileException">It is no function, or these are not its arguments.</exception>
    public object Call(object callable, object?[] arguments) => (callable, arguments) switch
    {
        (Callable.OrderedDict, []) => new PickleDictionary(),
        (Callable.OrderedDict, [List<object?> pairs]) => MakeDictionary(pairs), // as Python 2 wrote it
        (Callable.Size, [object?[] lengths]) => lengths,
        (Callable.RebuildTensor, [TorchStorageView part, long offset, object?[] dimensions, object?[] strides]) =>
            MakeTensor(part, offset, dimensions, strides),
        (Callable.RebuildTensorV2, [TorchStorageView part, long offset, object?[] dimensions, object?[] strides, bool, ..]) =>
            MakeTensor(part, offset, dimensions, strides),
        (Callable.RebuildParameter, [TorchTensorView tensor, bool, ..]) => tensor,
        _ => throw Corrupt($"calls {callable} with {arguments.Length} arguments that do not fit it"),
    };

    /// <summary>Takes an object's further state: the versions that PyTorch hangs on a state dict, which nobody needs here.</summary>
    /// <exception cref="TensorFileException">The object is none that carries such state.</exception>
    public void Build(object target, object? state)
    {
        if (target is not PickleDictionary || state is not PickleDictionary)
            throw Corrupt("sets the state of an object that has none");
    }

    /// <summary>Finds a storage by the identity that the file gives it.</summary>
    /// <exception cref="TensorFileException">This is not the identity of a storage, or contradicts an earlier one.</exception>
    public TorchStorageView LoadPersistent(object? identity)
    {
        if (identity is object?[] and ["module", ..])
            throw new TensorFileException($"{file}: holds a whole module with its source code. {Advice}");
        if (identity is not (object?[] and ["storage", ElementType type, string key, string, long count, .. var rest]))
            throw Corrupt("refers to something that is not a storage");

        var storage = new TorchStorage(key, type, count);
        if (storage.Count < 0 || storage.Count > long.MaxValue / 16)
            throw Corrupt($"claims a storage of {storage.Count} elements");
        if (!_storages.TryAdd(storage.Key, storage) && _storages[storage.Key] != storage)
            throw Corrupt($"describes the storage '{storage.Key}' in two ways");
        storage = _storages[storage.Key];

        if (rest is [] or [null])
            return new TorchStorageView(storage, 0, storage.Count);
        return rest is [object?[] and [_, long offset, long length]]
            && offset >= 0 && length >= 0 && offset <= storage.Count && length <= storage.Count - offset
            ? new TorchStorageView(storage, offset, length)
            : throw Corrupt($"views a part of the storage '{storage.Key}' that it has not");
    }

    private PickleDictionary MakeDictionary(List<object?> pairs)
    {
        var dictionary = new PickleDictionary();
        foreach (object? pair in pairs)
        {
            dictionary.Items.Add(pair switch
            {
                List<object?> and [var key, var value] => (key, value),
                object?[] and [var key, var value] => (key, value),
                _ => throw Corrupt("makes a dictionary of what are not pairs"),
            });
        }

        return dictionary;
    }

    private TorchTensorView MakeTensor(TorchStorageView part, long offset, object?[] dimensions, object?[] strides)
    {
        return TorchTensorView.Create(part, offset, ToInt64(dimensions), ToInt64(strides)) ?? throw Corrupt(
            $"describes a tensor that its storage '{part.Storage.Key}' of {part.Count} elements cannot hold: offset {offset}, " +
            $"size [{Shorten(dimensions)}], strides [{Shorten(strides)}]");
    }

    /// <summary>The numbers; -1, which no length or stride may be, for what is no number or beyond 64 bits.</summary>
    private static long[] ToInt64(object?[] numbers) => Array.ConvertAll(numbers, number => number is long value ? value : -1);

    private static string Shorten(object?[] numbers) =>
        string.Join(", ", numbers.Take(8).Select(number => number is long ? number : "?")) + (numbers.Length > 8 ? ", ..." : "");

    private TensorFileException Corrupt(string reason) => new($"{file}: the pickle {reason}; copy or download the file again.");
}
