namespace Fer.Ml;

/// <summary>
/// A score per class that is linear in the features, and its softmax: what ridge, logistic regression, linear discriminant analysis
/// and linear support vector classification learn.
/// </summary>
/// <remarks>
/// Where scikit-learn keeps one row of coefficients for two classes, there are two here. Those of the second class are
/// scikit-learn's; the first class has zeros after logistic regression, and the negatives after ridge and support vectors.
/// </remarks>
public sealed class LinearModel : ClassifierModel, IDecisionFunction
{
    internal const string KindName = "linear";

    private readonly double[] _coefficients;
    private readonly double[] _intercepts;
    private readonly RowScores _scores;

    internal LinearModel(IReadOnlyList<string> classes, int columns, double[] coefficients, double[] intercepts, int iterations)
        : base(classes, columns)
    {
        _coefficients = coefficients;
        _intercepts = intercepts;
        Iterations = iterations;
        _scores = new RowScores(coefficients, columns, intercepts);
    }

    /// <summary>Classes x columns; 0 for classes that training lacked.</summary>
    public ReadOnlyMemory<double> Coefficients => _coefficients;

    /// <summary>One per class; negative infinity for classes that training lacked.</summary>
    public ReadOnlyMemory<double> Intercepts => _intercepts;

    /// <summary>The iterations of the fit; 1 where there is a closed form.</summary>
    public int Iterations { get; }

    internal override string Kind => KindName;

    /// <inheritdoc/>
    public double[] DecisionFunction(ReadOnlyMemory<float> rows, int threads = 0, CancellationToken cancellationToken = default) =>
        RunBlocks(rows, threads, _scores.Compute, cancellationToken);

    internal static LinearModel Read(ModelReader reader)
    {
        string[] classes = reader.ReadArray<string>("classes");
        int columns = reader.Read<int>("columns");
        return new LinearModel(
            classes,
            columns,
            reader.ReadArray<double>("coefficients", (long)classes.Length * columns),
            reader.ReadArray<double>("intercepts", classes.Length),
            reader.Read<int>("iterations"));
    }

    private protected override void PredictBlock(ReadOnlySpan<float> rows, Span<double> probabilities)
    {
        _scores.Compute(rows, probabilities);
        Softmax.NormalizeRows(probabilities, Classes.Count);
    }

    private protected override void ScoreBlock(ReadOnlySpan<float> rows, Span<double> scores) => _scores.Compute(rows, scores);

    private protected override void SaveContent(ModelWriter writer)
    {
        writer.Write("coefficients", _coefficients, Classes.Count, Columns);
        writer.Write("intercepts", _intercepts);
        writer.Write("iterations", Iterations);
    }
}
