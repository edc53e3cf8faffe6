namespace Fer.Ml;

/// <summary>What <see cref="QuadraticDiscriminantAnalysis"/> learns.</summary>
public sealed class QuadraticModel : ClassifierModel, IDecisionFunction
{
    internal const string KindName = "quadratic_discriminant_analysis";

    private readonly GaussianClass?[] _distributions;

    internal QuadraticModel(IReadOnlyList<string> classes, int columns, GaussianClass?[] distributions)
        : base(classes, columns) => _distributions = distributions;

    internal override string Kind => KindName;

    // The classes' matrices come from far for each block.
    private protected override int RowsPerBlock => 192;

    /// <inheritdoc/>
    /// <returns>Rows x classes: logarithms of the prior times the density, but for a constant.</returns>
    public double[] DecisionFunction(ReadOnlyMemory<float> rows, int threads = 0, CancellationToken cancellationToken = default) =>
        RunBlocks(rows, threads, Score, cancellationToken);

    internal static QuadraticModel Read(ModelReader reader)
    {
        string[] classes = reader.ReadArray<string>("classes");
        int columns = reader.Read<int>("columns");
        double[] offsets = reader.ReadArray<double>("offsets", classes.Length);
        var distributions = new GaussianClass?[classes.Length];
        for (int label = 0; label < classes.Length; label++)
        {
            if (double.IsNegativeInfinity(offsets[label]))
                continue;
            ModelReader part = reader.Part($"class{label}");
            double[] whitening = part.ReadArray<double>("whitening");
            if (columns < 1 || whitening.Length % columns != 0)
                throw reader.Invalid($"{whitening.Length} values of class {label} are not whole rows of {columns}");
            distributions[label] = new GaussianClass(offsets[label], part.ReadArray<double>("mean", columns), whitening);
        }

        return new QuadraticModel(classes, columns, distributions);
    }

    private protected override void PredictBlock(ReadOnlySpan<float> rows, Span<double> probabilities)
    {
        Score(rows, probabilities);
        Softmax.NormalizeRows(probabilities, Classes.Count);
    }

    private protected override void ScoreBlock(ReadOnlySpan<float> rows, Span<double> scores) => Score(rows, scores);

    private protected override void SaveContent(ModelWriter writer)
    {
        writer.Write("offsets", Array.ConvertAll(_distributions, one => one?.Offset ?? double.NegativeInfinity));
        for (int label = 0; label < _distributions.Length; label++)
        {
            if (_distributions[label] is not { } distribution || double.IsNegativeInfinity(distribution.Offset))
                continue;
            ModelWriter part = writer.Part($"class{label}");
            part.Write("mean", distribution.Mean);
            part.Write("whitening", distribution.Whitening, distribution.Whitening.Length / Columns, Columns);
        }
    }

    private void Score(ReadOnlySpan<float> rows, Span<double> scores)
    {
        for (int label = 0; label < Classes.Count; label++)
        {
            if (_distributions[label] is { } distribution)
            {
                distribution.Score(rows, scores, label, Classes.Count);
                continue;
            }

            for (int at = label; at < scores.Length; at += Classes.Count)
                scores[at] = double.NegativeInfinity;
        }
    }
}
