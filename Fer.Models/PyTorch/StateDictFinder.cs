namespace Fer.Models;

/// <summary>Finds the state dict in what a file holds: the root itself, or one of its entries.</summary>
/// <param name="file">The file's name, for messages.</param>
internal sealed class StateDictFinder(string file)
{
    /// <summary>Finds the tensors.</summary>
    /// <param name="root">The unpickled object.</param>
    /// <param name="key">The entry to take; null for the only one that is a state dict.</param>
    /// <exception cref="TensorFileException">There is no state dict, more than one, or a name stands in it twice.</exception>
    public IReadOnlyDictionary<string, TorchTensorView> Find(object? root, string? key)
    {
        if (root is not PickleDictionary dictionary)
            throw new TensorFileException($"{file}: holds {Describe(root)}, not a state dict. {PyTorchObjects.Advice}");
        if (key is null && IsStateDict(dictionary))
            return ToTensors(dictionary);

        (string Key, PickleDictionary Value)[] found =
        [
            .. dictionary.Items
                .Where(item => item.Key is string && item.Value is PickleDictionary { Items.Count: > 0 } value && IsStateDict(value))
                .Select(item => ((string)item.Key!, (PickleDictionary)item.Value!))
                .Where(item => key is null || item.Item1 == key),
        ];
        return found.Length == 1 ? ToTensors(found[0].Value) : throw Refuse(dictionary, [.. found.Select(item => item.Key)], key);
    }

    private static bool IsStateDict(PickleDictionary dictionary) =>
        dictionary.Items.TrueForAll(item => item is { Key: string, Value: TorchTensorView });

    private Dictionary<string, TorchTensorView> ToTensors(PickleDictionary dictionary)
    {
        var tensors = new Dictionary<string, TorchTensorView>(StringComparer.Ordinal);
        foreach ((object? name, object? tensor) in dictionary.Items)
        {
            if (!tensors.TryAdd((string)name!, (TorchTensorView)tensor!))
                throw new TensorFileException($"{file}: has two tensors named '{name}'; save it again.");
        }

        return tensors;
    }

    private TensorFileException Refuse(PickleDictionary root, string[] found, string? key)
    {
        if (found.Length > 1)
        {
            return new TensorFileException(
                $"{file}: has {found.Length} state dicts ({ListNames(found)}); say which to read: new PyTorchCheckpoint(\"{found[0]}\").");
        }

        if (key is not null)
            return new TensorFileException($"{file}: has no state dict '{key}'. {PyTorchObjects.Advice}");
        (object? name, object? value) = root.Items.Find(item => item is not { Key: string, Value: TorchTensorView });
        return new TensorFileException(
            $"{file}: has no state dict: its entry {(name is string text ? $"'{text}'" : Describe(name))} is {Describe(value)}. " +
            PyTorchObjects.Advice);
    }

    private static string ListNames(string[] names) =>
        string.Join(", ", names.Take(10).Select(name => $"'{name}'")) + (names.Length > 10 ? ", ..." : "");

    private static string Describe(object? value) => value switch
    {
        null => "None",
        PickleDictionary => "a dictionary",
        TorchTensorView => "a tensor",
        List<object?> => "a list",
        object?[] => "a tuple",
        string => "a string",
        bool or long or double => $"{value}",
        _ => "no tensor",
    };
}
