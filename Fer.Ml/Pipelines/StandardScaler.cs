namespace Fer.Ml;

/// <summary>
/// Brings each feature to mean 0 and variance 1: scikit-learn's <c>StandardScaler</c> (1.2.1), whose variance is that of the population
/// and whose features without variance are left unscaled.
/// </summary>
public sealed record StandardScaler : ITransformer
{
    /// <summary>Whether the mean is taken off. Default true.</summary>
    public bool WithMean { get; init; } = true;

    /// <summary>Whether the values are divided by the standard deviation. Default true.</summary>
    public bool WithStd { get; init; } = true;

    /// <inheritdoc/>
    public string Name => "Standard scaler";

    /// <inheritdoc cref="ITransformer.Fit"/>
    public StandardScalerModel Fit(
        TrainingSplit<FeatureTable> training,
        FitOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        TrainingData data = TrainingData.Check(this, training, options);
        (double[] mean, double[] variance) = ColumnMoments.Compute(data, cancellationToken);
        double total = data.Weights.Sum();
        double[] scale = [.. variance.Select((v, column) => IsConstant(v, mean[column], total) ? 1 : Math.Sqrt(v))];
        progress?.Report(1);
        return new StandardScalerModel(
            WithMean ? mean : new double[mean.Length], WithStd ? scale : [.. Enumerable.Repeat(1.0, mean.Length)]);
    }

    ITransformerModel ITransformer.Fit(
        TrainingSplit<FeatureTable> training, FitOptions? options, IProgress<double>? progress, CancellationToken cancellationToken) =>
        Fit(training, options, progress, cancellationToken);

    // A variance that rounding alone explains (the bound of Chan, Golub and LeVeque, 1983, as scikit-learn applies it).
    private static bool IsConstant(double variance, double mean, double rows)
    {
        const double Epsilon = 2.220446049250313e-16;
        double noise = rows * mean * Epsilon;
        return variance <= (rows * Epsilon * variance) + (noise * noise);
    }
}
