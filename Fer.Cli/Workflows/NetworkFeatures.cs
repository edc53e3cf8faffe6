using Fer.Ml;

namespace Fer.Cli.Workflows;

/// <summary>
/// The features that a network makes of pictures, with what it says of them itself: a feature table's .npz file with more arrays.
/// Files of others have the table alone.
/// </summary>
/// <param name="Table">The features.</param>
internal sealed record NetworkFeatures(FeatureTable Table)
{
    private const string ModelArray = "model", ProbabilitiesArray = "probabilities", TrainedArray = "trained";

    /// <summary>The network's name.</summary>
    public string? Model { get; init; }

    /// <summary>The class probabilities of the network's own softmax.</summary>
    public Predictions? Predictions { get; init; }

    /// <summary>Whether the network learnt from each picture, or was chosen by it.</summary>
    public bool[]? Trained { get; init; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="NpzException">The file is missing or damaged, or an array has another type or shape.</exception>
    /// <exception cref="DatasetException">The arrays do not fit each other.</exception>
    public static NetworkFeatures Load(string path, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, NpyArray> arrays = NpzFile.Read(path, cancellationToken: cancellationToken);
        FeatureTable table = FeatureFile.FromArrays(arrays, path);
        return new NetworkFeatures(table)
        {
            Model = Take<string>(ModelArray)?.FirstOrDefault(),
            Predictions = Take<double>(ProbabilitiesArray, table.Count, table.Classes.Count) is { } probabilities
                ? new Predictions(table.Classes, table.Ids, table.Labels, probabilities)
                : null,
            Trained = Take<bool>(TrainedArray, table.Count),
        };

        T[]? Take<T>(string name, params long[] shape)
        {
            if (!arrays.TryGetValue(name, out NpyArray? array))
                return null;
            return array.Values is T[] values && array.Shape.SequenceEqual(shape)
                ? values
                : throw new NpzException(
                    $"{path}: the array '{name}' is not {typeof(T).Name} of shape ({string.Join(", ", shape)}); remove or mend it.");
        }
    }

    /// <summary>Some of the rows.</summary>
    public NetworkFeatures Subset(IReadOnlyList<int> rows)
    {
        FeatureTable table = Table.Subset(rows);
        return new NetworkFeatures(table)
        {
            Model = Model,
            Predictions = Predictions is { } all
                ? new Predictions(table.Classes, table.Ids, table.Labels, [.. rows.SelectMany(row => all.Row(row).ToArray())])
                : null,
            Trained = Trained is { } trained ? [.. rows.Select(row => trained[row])] : null,
        };
    }

    /// <summary>Writes the file.</summary>
    public void Save(string path, CancellationToken cancellationToken)
    {
        var further = new Dictionary<string, NpyArray>();
        if (Model is not null)
            further[ModelArray] = new NpyArray([], new[] { Model });
        if (Predictions is not null)
            further[ProbabilitiesArray] = new NpyArray([Table.Count, Table.Classes.Count], Predictions.Probabilities);
        if (Trained is not null)
            further[TrainedArray] = new NpyArray([Table.Count], Trained);
        FeatureFile.Write(path, Table, further: further, cancellationToken: cancellationToken);
    }
}
