namespace Fer.Ml;

/// <summary>
/// Gaussian classes, each with a covariance of its own, as scikit-learn's <c>QuadraticDiscriminantAnalysis</c> (1.2.1).
/// </summary>
public sealed record QuadraticDiscriminantAnalysis : IClassifier
{
    private readonly double _regParam;

    /// <summary>A prior per class, scaled to a sum of 1; null, the default, for the classes' shares of the rows.</summary>
    public IReadOnlyList<double>? Priors { get; init; }

    /// <summary>Each covariance becomes (1 - RegParam) x covariance + RegParam x identity; from 0 to 1. Default 0.</summary>
    public double RegParam
    {
        get => _regParam;
        init => _regParam = Setting.Share(value, nameof(RegParam));
    }

    /// <inheritdoc/>
    public string Name => "Quadratic Discriminant Analysis";

    /// <inheritdoc/>
    public bool SupportsSampleWeights => false;

    /// <inheritdoc/>
    /// <exception cref="DatasetException">Fewer than two classes have rows, or one has a single row.</exception>
    public IClassifierModel Fit(
        TrainingSplit<FeatureTable> training,
        FitOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        TrainingData data = TrainingData.Check(this, training, options, leastClasses: 2);
        if (Array.IndexOf(data.RowsPerClass, 1) is >= 0 and int single)
        {
            throw new DatasetException(
                $"{Name}: the class '{data.Classes[single]}' has one row, which has no covariance; add samples or leave the class out.");
        }

        ParallelOptions parallel = Parallelism.Of(data, cancellationToken);
        var moments = ClassMoments.Compute(data, parallel);
        double[] priors = ClassPriors.Of(Priors, data.RowsPerClass, moments.Weights);
        int columns = data.Columns;
        int[] present = data.PresentClasses;
        var classes = new GaussianClass?[data.Classes.Count];
        for (int i = 0; i < present.Length; i++)
        {
            int label = present[i], position = i;
            int[] rows = data.RowsOf(label);
            double[] mean = moments.ClassMeans[(label * columns)..((label + 1) * columns)];
            double[] covariance = GramMatrix.Compute(rows.Length, columns, (row, destination) =>
                DenseRows.Convert(data.Row(rows[row]), mean, 1 / Math.Sqrt(rows.Length - 1), destination), parallel,
                progress is null ? null : part => progress.Report((position + part) / present.Length));
            classes[label] = GaussianClass.Create(Math.Log(priors[label]), mean, covariance, RegParam, rows.Length);
        }

        return new QuadraticModel(data.Classes, columns, classes);
    }
}
