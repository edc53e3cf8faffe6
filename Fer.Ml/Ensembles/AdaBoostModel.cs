namespace Fer.Ml;

/// <summary>A fitted <see cref="AdaBoostClassifier"/>.</summary>
public sealed class AdaBoostModel : EnsembleModel, IDecisionFunction
{
    private readonly double[] _votes;
    private readonly int[] _present;

    internal AdaBoostModel(
        IReadOnlyList<string> classes, int columns, IReadOnlyList<IClassifierModel> models, double[] votes, int[] present)
        : base(classes, columns) => (Models, _votes, _present) = (models, votes, present);

    /// <summary>The fitted copies.</summary>
    public IReadOnlyList<IClassifierModel> Models { get; }

    /// <summary>How much each copy counts: scikit-learn's <c>estimator_weights_</c>.</summary>
    public IReadOnlyList<double> Votes => _votes;

    internal override string Kind => "ada_boost";

    /// <inheritdoc/>
    /// <remarks>Each class's share of the votes; of two classes scikit-learn gives the difference of the shares.</remarks>
    public double[] DecisionFunction(ReadOnlyMemory<float> rows, int threads = 0, CancellationToken cancellationToken = default)
    {
        int classes = Classes.Count, count = RowBlocks.Count(rows, Columns);
        var scores = new double[checked(count * classes)];
        double total = _votes.Sum();
        for (int m = 0; m < _votes.Length; m++)
        {
            int[] labels = Models[m].PredictLabels(rows, threads, cancellationToken);
            for (int row = 0; row < count; row++)
                scores[(row * classes) + labels[row]] += _votes[m];
        }

        for (int i = 0; i < scores.Length; i++)
            scores[i] = Array.IndexOf(_present, i % classes) >= 0 ? scores[i] / total : double.NegativeInfinity;
        return scores;
    }

    internal static AdaBoostModel Read(ModelReader reader)
    {
        string[] classes = reader.ReadArray<string>("classes");
        int columns = reader.Read<int>("columns");
        IClassifierModel[] models = EnsembleFit.Read(reader, classes.Length, columns);
        double[] votes = reader.ReadArray<double>("votes", models.Length);
        int[] present = reader.ReadArray<int>("present");
        return Array.TrueForAll(votes, double.IsFinite) && Array.Exists(present, label => (uint)label < (uint)classes.Length)
            ? new AdaBoostModel(classes, columns, models, votes, present)
            : throw reader.Invalid("the votes or the classes are outside their range");
    }

    // Softmax of the scores over classes - 1 (Zhu et al., equation 9); of two classes of half their difference.
    private protected override double[] Combine(ReadOnlyMemory<float> rows, int count, int threads, CancellationToken cancellationToken)
    {
        double[] scores = DecisionFunction(rows, threads, cancellationToken);
        int classes = Classes.Count;
        double divisor = Math.Max(1, _present.Length - 1);
        for (int row = 0; row < count; row++)
        {
            Span<double> own = scores.AsSpan(row * classes, classes);
            double largest = double.NegativeInfinity, sum = 0;
            foreach (double score in own)
                largest = Math.Max(largest, score);
            for (int label = 0; label < classes; label++)
                sum += own[label] = Math.Exp((own[label] - largest) / divisor);
            for (int label = 0; label < classes; label++)
                own[label] /= sum;
        }

        return scores;
    }

    private protected override void SaveContent(ModelWriter writer)
    {
        EnsembleFit.Write(writer, Models);
        writer.Write("votes", _votes);
        writer.Write("present", _present);
    }
}
