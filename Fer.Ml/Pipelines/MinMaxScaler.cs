namespace Fer.Ml;

/// <summary>Brings each feature of the training rows to a range: scikit-learn's <c>MinMaxScaler</c> (1.2.1).</summary>
public sealed record MinMaxScaler : ITransformer
{
    /// <summary>The lower end of the range. Default 0.</summary>
    public double Minimum { get; init; }

    /// <summary>The upper end of the range. Default 1.</summary>
    public double Maximum { get; init; } = 1;

    /// <summary>Whether rows beyond the training rows are cut off at the range's ends. Default false.</summary>
    public bool Clip { get; init; }

    /// <inheritdoc/>
    public string Name => "Min-max scaler";

    /// <inheritdoc cref="ITransformer.Fit"/>
    /// <remarks>Rows of weight 0 do not count; other weights change nothing.</remarks>
    public MinMaxScalerModel Fit(
        TrainingSplit<FeatureTable> training,
        FitOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        if (!(Minimum < Maximum) || !double.IsFinite(Maximum - Minimum))
            throw new ArgumentException($"The range from {Minimum} to {Maximum} is none; give a smaller number first.");
        TrainingData data = TrainingData.Check(this, training, options);
        cancellationToken.ThrowIfCancellationRequested();
        double[] lowest = [.. Enumerable.Repeat(double.PositiveInfinity, data.Columns)];
        double[] highest = [.. Enumerable.Repeat(double.NegativeInfinity, data.Columns)];
        for (int row = 0; row < data.Rows; row++)
        {
            if (data.Weights[row] == 0)
                continue;
            ReadOnlySpan<float> values = data.Row(row);
            for (int column = 0; column < values.Length; column++)
            {
                lowest[column] = Math.Min(lowest[column], values[column]);
                highest[column] = Math.Max(highest[column], values[column]);
            }
        }

        progress?.Report(1);
        double[] scale = [.. lowest.Zip(highest, (low, high) => (Maximum - Minimum) / (high > low ? high - low : 1))];
        return new MinMaxScalerModel(lowest, scale, Minimum, Maximum, Clip);
    }

    ITransformerModel ITransformer.Fit(
        TrainingSplit<FeatureTable> training, FitOptions? options, IProgress<double>? progress, CancellationToken cancellationToken) =>
        Fit(training, options, progress, cancellationToken);
}
