namespace Fer.Ml;

/// <summary>A fitted <see cref="BaggingClassifier"/>.</summary>
public sealed class BaggingModel : EnsembleModel
{
    private readonly int[][] _features;

    internal BaggingModel(IReadOnlyList<string> classes, int columns, IReadOnlyList<IClassifierModel> models, int[][] features)
        : base(classes, columns) => (Models, _features) = (models, features);

    /// <summary>The fitted copies.</summary>
    public IReadOnlyList<IClassifierModel> Models { get; }

    /// <summary>The features of each copy.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Features => _features;

    internal override string Kind => "bagging";

    /// <summary>Some rows and features of a table; rows that come again get an identity of their own.</summary>
    internal static FeatureTable SelectFeatures(FeatureTable table, int[] rows, int[] features)
    {
        var values = new float[checked(rows.Length * features.Length)];
        var ids = new string[rows.Length];
        for (int i = 0, copy = 0; i < rows.Length; i++)
        {
            copy = i > 0 && rows[i] == rows[i - 1] ? copy + 1 : 0;
            ids[i] = copy == 0 ? table.Ids[rows[i]] : $"{table.Ids[rows[i]]}#drawn {copy}";
            Select(table.Row(rows[i]), features, values.AsSpan(i * features.Length));
        }

        return new FeatureTable(table.Classes, [.. rows.Select(row => table.Labels[row])], ids, values, features.Length);
    }

    internal static BaggingModel Read(ModelReader reader)
    {
        string[] classes = reader.ReadArray<string>("classes");
        int columns = reader.Read<int>("columns"), count = reader.Read<int>("models");
        var models = new List<IClassifierModel>();
        var features = new List<int[]>();
        for (int m = 0; m < count; m++)
        {
            models.Add(ModelFile.Read(reader.Part($"model{m}")));
            features.Add(reader.ReadArray<int>($"features{m}", models[m].Columns));
            if (models[m].Classes.Count != classes.Length || !Array.TrueForAll(features[m], feature => (uint)feature < (uint)columns))
                throw reader.Invalid($"model {m} does not fit the ensemble");
        }

        return count > 0
            ? new BaggingModel(classes, columns, models, [.. features])
            : throw reader.Invalid("there are no models in the ensemble");
    }

    private protected override double[] Combine(ReadOnlyMemory<float> rows, int count, int threads, CancellationToken cancellationToken)
    {
        var result = new double[checked(count * Classes.Count)];
        for (int m = 0; m < Models.Count; m++)
        {
            int[] features = _features[m];
            var selected = new float[checked(count * features.Length)];
            for (int row = 0; row < count; row++)
                Select(rows.Span.Slice(row * Columns, Columns), features, selected.AsSpan(row * features.Length));
            double[] probabilities = Models[m].PredictProbabilities(selected, threads, cancellationToken);
            for (int i = 0; i < result.Length; i++)
                result[i] += probabilities[i];
        }

        for (int i = 0; i < result.Length; i++)
            result[i] /= Models.Count;
        return result;
    }

    private protected override void SaveContent(ModelWriter writer)
    {
        EnsembleFit.Write(writer, Models);
        for (int m = 0; m < Models.Count; m++)
            writer.Write($"features{m}", _features[m]);
    }

    private static void Select(ReadOnlySpan<float> row, int[] features, Span<float> selected)
    {
        for (int f = 0; f < features.Length; f++)
            selected[f] = row[features[f]];
    }
}
