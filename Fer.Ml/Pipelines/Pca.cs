namespace Fer.Ml;

/// <summary>
/// Principal component analysis: the directions of the largest variance, as scikit-learn's <c>PCA</c> (1.2.1, full solver): divided by
/// rows - 1, and each component's sign such that the training row farthest along it lies on its positive side.
/// </summary>
/// <remarks>
/// The components come from the eigenvectors of the covariance matrix in double precision. Beside a decomposition of the rows
/// themselves that costs digits below 1e-8 of the largest deviation, which float32 features do not have, and saves the time and the
/// memory of the rows.
/// </remarks>
public sealed record Pca : ITransformer
{
    /// <summary>How many components are kept, from 1 to the smaller of rows and features. Default null: all of them.</summary>
    public int? Components { get; init; }

    /// <summary>
    /// Keeps as few components as explain this share of the variance, above 0 and up to 1; not together with
    /// <see cref="Components"/>. Default null.
    /// </summary>
    public double? ExplainedVariance { get; init; }

    /// <summary>Whether the components' values are brought to variance 1. Default false.</summary>
    public bool Whiten { get; init; }

    /// <inheritdoc/>
    public string Name => "PCA";

    /// <inheritdoc cref="ITransformer.Fit"/>
    /// <remarks>A row of weight 2 counts as two rows; scikit-learn's takes no weights.</remarks>
    public PcaModel Fit(
        TrainingSplit<FeatureTable> training,
        FitOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        TrainingData data = TrainingData.Check(this, training, options);
        int most = Math.Min(data.Weights.Count(weight => weight > 0), data.Columns);
        CheckSettings(most);
        (double[] mean, _) = ColumnMoments.Compute(data, cancellationToken);
        double[] covariance = Covariance(data, mean, progress, cancellationToken);
        (double[] variances, double[] components) = Decompose(covariance, data.Columns, most);
        cancellationToken.ThrowIfCancellationRequested();
        double total = variances.Sum();
        int kept = Components ?? (ExplainedVariance is { } share ? CountExplaining(variances, share * total) : most);
        components = components[..(kept * data.Columns)];
        FlipSigns(components, data, mean);
        progress?.Report(1);
        double[] ratios = [.. variances.Take(kept).Select(variance => total > 0 ? variance / total : 0)];
        return new PcaModel(mean, components, variances[..kept], ratios, Whiten);
    }

    ITransformerModel ITransformer.Fit(
        TrainingSplit<FeatureTable> training, FitOptions? options, IProgress<double>? progress, CancellationToken cancellationToken) =>
        Fit(training, options, progress, cancellationToken);

    private void CheckSettings(int most)
    {
        if (Components is not null && ExplainedVariance is not null)
            throw new ArgumentException($"{nameof(Components)} and {nameof(ExplainedVariance)} exclude each other; set one.");
        if (ExplainedVariance is { } share && !(share > 0 && share <= 1))
            throw new ArgumentException($"The share of variance must be above 0 and at most 1, not {share}.");
        if (Components is < 1)
            throw new ArgumentException($"{nameof(Components)} is {Components}; keep one at least.");
        if (Components > most)
            throw new DatasetException($"The rows and columns allow {most} components, not {Components}; ask for fewer.");
    }

    /// <summary>The sum of w (x - mean)(x - mean)' / (sum of w - 1); 0 for a single row.</summary>
    private static double[] Covariance(TrainingData data, double[] mean, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        double divisor = data.Weights.Sum() - 1;
        double scale = data.Rows > 1 && divisor > 0 ? 1 / divisor : 0;
        return GramMatrix.Compute(
            data.Rows, data.Columns,
            (row, destination) => DenseRows.Convert(data.Row(row), mean, Math.Sqrt(data.Weights[row] * scale), destination),
            Parallelism.Of(data, cancellationToken), progress is null ? null : part => progress.Report(part / 2));
    }

    /// <summary>The eigenvalues, largest first, and their eigenvectors, one after the other.</summary>
    private static (double[] Variances, double[] Components) Decompose(double[] covariance, int columns, int most)
    {
        SymmetricEigen eigen = SymmetricEigen.Decompose(covariance, columns);
        var variances = new double[most];
        var components = new double[most * columns];
        for (int k = 0; k < most; k++)
        {
            int rising = columns - 1 - k;
            variances[k] = Math.Max(0, eigen.Values[rising]);
            eigen.Vector(rising).CopyTo(components.AsSpan(k * columns));
        }

        return (variances, components);
    }

    // scikit-learn: searchsorted(cumulative ratios, share, side="right") + 1
    private static int CountExplaining(double[] variances, double wanted)
    {
        double sum = 0;
        int count = 0;
        while (count < variances.Length && (count == 0 || sum <= wanted))
            sum += variances[count++];
        return count;
    }

    // svd_flip: the largest coordinate, in size, of the training rows along a component becomes positive.
    private static void FlipSigns(double[] components, TrainingData data, double[] mean)
    {
        int columns = data.Columns;
        for (int start = 0; start < components.Length; start += columns)
        {
            Span<double> component = components.AsSpan(start, columns);
            double farthest = 0;
            for (int row = 0; row < data.Rows; row++)
            {
                if (data.Weights[row] == 0)
                    continue;
                double coordinate = PcaModel.Project(data.Row(row), mean, component);
                if (Math.Abs(coordinate) > Math.Abs(farthest))
                    farthest = coordinate;
            }

            if (farthest < 0)
            {
                for (int column = 0; column < columns; column++)
                    component[column] = -component[column];
            }
        }
    }
}
