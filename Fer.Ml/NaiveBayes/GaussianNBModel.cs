namespace Fer.Ml;

/// <summary>What <see cref="GaussianNB"/> learns.</summary>
public sealed class GaussianNBModel : ClassifierModel
{
    internal const string KindName = "gaussian_nb";

    private readonly double[] _means;
    private readonly double[] _variances;
    private readonly double[] _logPriors;
    private readonly double[] _precisions;
    private readonly double[] _offsets;

    internal GaussianNBModel(IReadOnlyList<string> classes, int columns, double[] means, double[] variances, double[] logPriors)
        : base(classes, columns)
    {
        _means = means;
        _variances = variances;
        _logPriors = logPriors;
        _precisions = Array.ConvertAll(variances, variance => 1 / variance);
        _offsets = [.. logPriors];
        for (int i = 0; i < variances.Length; i++)
            _offsets[i / columns] -= 0.5 * Math.Log(2 * Math.PI * variances[i]);
    }

    /// <summary>The mean of each feature within each class, classes x columns; 0 for classes that training lacked.</summary>
    public ReadOnlyMemory<double> Theta => _means;

    /// <summary>The variance of each feature within each class, smoothed: classes x columns.</summary>
    public ReadOnlyMemory<double> Var => _variances;

    internal override string Kind => KindName;

    internal static GaussianNBModel Read(ModelReader reader)
    {
        string[] classes = reader.ReadArray<string>("classes");
        int columns = reader.Read<int>("columns");
        long size = (long)classes.Length * columns;
        return new GaussianNBModel(
            classes,
            columns,
            reader.ReadArray<double>("theta", size),
            reader.ReadArray<double>("var", size),
            reader.ReadArray<double>("log_priors", classes.Length));
    }

    private protected override void PredictBlock(ReadOnlySpan<float> rows, Span<double> probabilities)
    {
        ScoreBlock(rows, probabilities);
        Softmax.NormalizeRows(probabilities, Classes.Count);
    }

    private protected override void ScoreBlock(ReadOnlySpan<float> rows, Span<double> result)
    {
        int classes = Classes.Count;
        for (int row = 0; row < rows.Length / Columns; row++)
        {
            ReadOnlySpan<float> values = rows.Slice(row * Columns, Columns);
            Span<double> scores = result.Slice(row * classes, classes);
            for (int label = 0; label < classes; label++)
            {
                scores[label] = double.IsNegativeInfinity(_logPriors[label])
                    ? double.NegativeInfinity
                    : _offsets[label] - 0.5 * DenseRows.SumOfSquares(
                        values, _means.AsSpan(label * Columns, Columns), _precisions.AsSpan(label * Columns, Columns));
            }
        }
    }

    private protected override void SaveContent(ModelWriter writer)
    {
        writer.Write("theta", _means, Classes.Count, Columns);
        writer.Write("var", _variances, Classes.Count, Columns);
        writer.Write("log_priors", _logPriors);
    }
}
