namespace Fer.Ml;

/// <summary>
/// Naive Bayes with normally distributed features that are independent within each class, as scikit-learn's <c>GaussianNB</c>
/// (1.2.1).
/// </summary>
public sealed record GaussianNB : IClassifier
{
    private readonly double _varSmoothing = 1e-9;

    /// <summary>A prior per class, scaled to a sum of 1; null, the default, for the classes' shares of the weight.</summary>
    public IReadOnlyList<double>? Priors { get; init; }

    /// <summary>The part of the greatest variance of a feature that is added to all variances. Default 1e-9.</summary>
    public double VarSmoothing
    {
        get => _varSmoothing;
        init => _varSmoothing = Setting.AtLeastZero(value, nameof(VarSmoothing));
    }

    /// <inheritdoc/>
    public string Name => "Naive Bayes";

    /// <inheritdoc/>
    public bool SupportsSampleWeights => true;

    /// <inheritdoc/>
    public IClassifierModel Fit(
        TrainingSplit<FeatureTable> training,
        FitOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        TrainingData data = TrainingData.Check(this, training, options);
        ParallelOptions parallel = Parallelism.Of(data, cancellationToken);
        var moments = ClassMoments.Compute(data, parallel);
        progress?.Report(0.5);
        double[] variances = moments.ClassVariances(data, parallel);
        double smoothing = VarSmoothing * GreatestVariance(data, moments, variances, parallel);
        // Without any spread at all, every feature is the same everywhere and any positive variance tells as much.
        double added = Math.Max(smoothing, 1e-200);
        double[] priors = ClassPriors.Of(Priors, data.RowsPerClass, moments.Weights);
        progress?.Report(1);
        return new GaussianNBModel(
            data.Classes,
            data.Columns,
            moments.ClassMeans,
            Array.ConvertAll(variances, variance => variance + added),
            Array.ConvertAll(priors, Math.Log));
    }

    /// <summary>The greatest variance of a feature over all rows; weights do not count here.</summary>
    private static double GreatestVariance(TrainingData data, ClassMoments moments, double[] variances, ParallelOptions parallel)
    {
        if (Array.TrueForAll(data.Weights, weight => weight == 1))
            return moments.GreatestVariance(variances);
        var equal = ClassMoments.Compute(data, parallel, equalWeights: true);
        return equal.GreatestVariance(equal.ClassVariances(data, parallel));
    }
}
