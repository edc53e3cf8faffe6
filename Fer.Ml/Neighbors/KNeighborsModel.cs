namespace Fer.Ml;

/// <summary>The rows that <see cref="KNeighborsClassifier"/> compares with.</summary>
public sealed class KNeighborsModel : ClassifierModel
{
    internal const string KindName = "k_neighbors";

    private readonly float[] _values;
    private readonly int[] _labels;
    private readonly int _neighbors;
    private readonly NeighborWeights _weights;
    private readonly NearestRows _nearest;

    internal KNeighborsModel(
        IReadOnlyList<string> classes, int columns, float[] values, int[] labels, int neighbors, NeighborWeights weights)
        : base(classes, columns)
    {
        _values = values;
        _labels = labels;
        _neighbors = neighbors;
        _weights = weights;
        _nearest = new NearestRows(values, columns);
    }

    internal override string Kind => KindName;

    private protected override int RowsPerBlock => NearestRows.Queries;

    internal static KNeighborsModel Read(ModelReader reader)
    {
        string[] classes = reader.ReadArray<string>("classes");
        int columns = reader.Read<int>("columns");
        int[] labels = reader.ReadArray<int>("labels");
        int neighbors = reader.Read<int>("n_neighbors");
        if (neighbors < 1 || neighbors > labels.Length)
            throw reader.Invalid($"{neighbors} neighbours of {labels.Length} rows");
        if (Array.Exists(labels, label => (uint)label >= (uint)classes.Length))
            throw reader.Invalid("a label is outside the classes");
        NeighborWeights weights = reader.Read<string>("weights") switch
        {
            "uniform" => NeighborWeights.Uniform,
            "distance" => NeighborWeights.Distance,
            string other => throw reader.Invalid($"there are no weights '{other}'"),
        };
        float[] values = reader.ReadArray<float>("values", (long)labels.Length * columns);
        return new KNeighborsModel(classes, columns, values, labels, neighbors, weights);
    }

    private protected override void PredictBlock(ReadOnlySpan<float> rows, Span<double> probabilities)
    {
        Neighbor[] neighbors = _nearest.Find(rows, _neighbors);
        for (int row = 0; row < rows.Length / Columns; row++)
        {
            Vote(
                neighbors.AsSpan(row * _neighbors, _neighbors),
                probabilities.Slice(row * Classes.Count, Classes.Count));
        }
    }

    private protected override void SaveContent(ModelWriter writer)
    {
        writer.Write("values", _values, _labels.Length, Columns);
        writer.Write("labels", _labels);
        writer.Write("n_neighbors", _neighbors);
        writer.Write("weights", _weights == NeighborWeights.Uniform ? "uniform" : "distance");
    }

    private void Vote(ReadOnlySpan<Neighbor> neighbors, Span<double> votes)
    {
        bool same = neighbors[0].SquaredDistance == 0; // they come sorted
        double sum = 0;
        foreach (Neighbor neighbor in neighbors)
        {
            double vote = _weights == NeighborWeights.Uniform ? 1
                : same ? (neighbor.SquaredDistance == 0 ? 1 : 0)
                : 1 / Math.Sqrt(neighbor.SquaredDistance);
            votes[_labels[neighbor.Row]] += vote;
            sum += vote;
        }

        foreach (ref double vote in votes)
            vote /= sum;
    }
}
