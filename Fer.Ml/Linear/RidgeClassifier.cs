namespace Fer.Ml;

/// <summary>
/// Least squares with an L2 penalty on targets of -1 and 1, one class against the rest, as scikit-learn's
/// <c>RidgeClassifier(solver="cholesky")</c> (1.2.1).
/// </summary>
/// <remarks>
/// The normal equations are summed in double precision about the columns' means, and solved by Cholesky decomposition; without a
/// penalty and with columns that depend on each other, the solution of least norm is taken.
/// </remarks>
public sealed record RidgeClassifier : IClassifier
{
    private readonly double _alpha = 1;

    /// <summary>The strength of the penalty, 0 or more. Default 1.</summary>
    public double Alpha
    {
        get => _alpha;
        init => _alpha = Setting.AtLeastZero(value, nameof(Alpha));
    }

    /// <summary>Whether there is an intercept; it is not penalised. Default true.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>How much the rows of each class count. Default: each row counts 1.</summary>
    public ClassWeight ClassWeight { get; init; } = ClassWeight.None;

    /// <inheritdoc/>
    public string Name => "Ridge";

    /// <inheritdoc/>
    public bool SupportsSampleWeights => true;

    /// <inheritdoc/>
    public IClassifierModel Fit(
        TrainingSplit<FeatureTable> training,
        FitOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        TrainingData data = TrainingData.Check(this, training, options, ClassWeight);
        ParallelOptions parallel = Parallelism.Of(data, cancellationToken);
        var moments = ClassMoments.Compute(data, parallel);
        double[] means = FitIntercept ? moments.Means : [];
        int[] positives = data.PresentClasses is [_, int second] ? [second] : data.PresentClasses;
        double[] targetMeans = FitIntercept
            ? [.. positives.Select(label => (2 * moments.Weights[label] - moments.Weight) / moments.Weight)]
            : new double[positives.Length];

        int columns = data.Columns, size = columns + positives.Length;
        double[] gram = GramMatrix.Compute(data.Rows, size, WriteRow, parallel, progress is null ? null : progress.Report);
        double[] coefficients = Solve(gram, columns, size);
        double[] intercepts =
        [
            .. positives.Select((_, i) => FitIntercept
                ? targetMeans[i] - DenseVectors.Dot(coefficients.AsSpan(i * columns, columns), means) : 0),
        ];
        var builder = new LinearModelBuilder(data);
        builder.SetOneVsRest(coefficients, intercepts);
        return builder.Build();

        // The features and the targets side by side, about their means, times the root of the row's weight.
        void WriteRow(int row, Span<double> destination)
        {
            double factor = Math.Sqrt(data.Weights[row]);
            DenseRows.Convert(data.Row(row), means, factor, destination);
            for (int i = 0; i < positives.Length; i++)
                destination[columns + i] = factor * ((data.Labels[row] == positives[i] ? 1 : -1) - targetMeans[i]);
        }
    }

    /// <summary>Solves (X'X + alpha I) w = X'y for each target.</summary>
    /// <param name="gram">The products of features and targets, size x size.</param>
    /// <param name="columns">The features.</param>
    /// <param name="size">Features and targets.</param>
    private double[] Solve(double[] gram, int columns, int size)
    {
        var matrix = new double[columns * columns];
        for (int row = 0; row < columns; row++)
        {
            gram.AsSpan(row * size, columns).CopyTo(matrix.AsSpan(row * columns));
            matrix[row * columns + row] += Alpha;
        }

        var solutions = new double[(size - columns) * columns];
        for (int target = 0; target < size - columns; target++)
            gram.AsSpan((columns + target) * size, columns).CopyTo(solutions.AsSpan(target * columns));
        PositiveSystem.Solve(matrix, columns, solutions);
        return solutions;
    }
}
