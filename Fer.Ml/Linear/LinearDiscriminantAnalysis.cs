namespace Fer.Ml;

/// <summary>
/// Gaussian classes of one covariance, which gives linear borders, as scikit-learn's <c>LinearDiscriminantAnalysis</c> (1.2.1).
/// </summary>
/// <remarks>
/// The covariance is summed in double precision about the classes' means. Where it is well conditioned, a Cholesky decomposition
/// gives what scikit-learn gets from a singular value decomposition of the whole table; where it is not, its eigenvectors do.
/// </remarks>
public sealed record LinearDiscriminantAnalysis : IClassifier
{
    private readonly double _tol = 1e-4;

    /// <summary>How the covariance is inverted. Default <see cref="LdaSolver.Svd"/>.</summary>
    public LdaSolver Solver { get; init; } = LdaSolver.Svd;

    /// <summary>Shrinkage of the covariance, for <see cref="LdaSolver.Lsqr"/> only. Default none.</summary>
    public Shrinkage Shrinkage { get; init; } = Shrinkage.None;

    /// <summary>A prior per class, scaled to a sum of 1; null, the default, for the classes' shares of the rows.</summary>
    public IReadOnlyList<double>? Priors { get; init; }

    /// <summary>With <see cref="LdaSolver.Svd"/>: standardised directions of a smaller deviation count as constant. Default 1e-4.</summary>
    public double Tol
    {
        get => _tol;
        init => _tol = Setting.AtLeastZero(value, nameof(Tol));
    }

    /// <inheritdoc/>
    public string Name => "Linear Discriminant Analysis";

    /// <inheritdoc/>
    public bool SupportsSampleWeights => false;

    /// <inheritdoc/>
    /// <exception cref="DatasetException">There are fewer than two classes with rows, or no more rows than classes.</exception>
    /// <exception cref="ArgumentException">Shrinkage was asked of a solver that has none.</exception>
    public IClassifierModel Fit(
        TrainingSplit<FeatureTable> training,
        FitOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        TrainingData data = TrainingData.Check(this, training, options, leastClasses: 2);
        if (Solver == LdaSolver.Svd && Shrinkage.Amount != 0)
            throw new ArgumentException($"{nameof(LdaSolver.Svd)} does not shrink; set {nameof(Solver)} to {nameof(LdaSolver.Lsqr)}.");
        if (data.Rows == data.PresentClasses.Length)
        {
            throw new DatasetException(
                $"{Name}: {data.Rows} rows for as many classes tell nothing of the spread within classes; add samples.");
        }

        ParallelOptions parallel = Parallelism.Of(data, cancellationToken);
        var moments = ClassMoments.Compute(data, parallel);
        double[] priors = ClassPriors.Of(Priors, data.RowsPerClass, moments.Weights);
        LdaStatistics statistics = new(data, moments, priors, parallel, progress is null ? null : progress.Report);
        double[] coefficients = Solver == LdaSolver.Svd ? statistics.SolveSvd(Tol) : statistics.SolveLeastSquares(Shrinkage);
        return statistics.Build(coefficients);
    }
}
