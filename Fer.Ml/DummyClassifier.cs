namespace Fer.Ml;

/// <summary>
/// The baseline that every report is compared with: predicts from the training labels alone, without looking at the samples,
/// as scikit-learn's <c>DummyClassifier</c> (1.2.1).
/// </summary>
/// <example>
/// <code>
/// Predictions baseline = new DummyClassifier(DummyStrategy.MostFrequent).Fit(splits.Training).Predict(splits.Evaluation);
/// </code>
/// </example>
/// <param name="Strategy">How it predicts. Default <see cref="DummyStrategy.Prior"/>, as in scikit-learn.</param>
/// <param name="Seed">The seed of the strategies that draw at random.</param>
public sealed record DummyClassifier(DummyStrategy Strategy = DummyStrategy.Prior, ulong Seed = 0) : ISeededClassifier
{
    /// <summary>How it predicts.</summary>
    public DummyStrategy Strategy { get; init; } =
        Enum.IsDefined(Strategy) ? Strategy : throw new ArgumentOutOfRangeException(nameof(Strategy), Strategy, "Not a strategy.");

    /// <inheritdoc/>
    public string Name => "Dummy";

    /// <inheritdoc/>
    public bool SupportsSampleWeights => true;

    /// <inheritdoc/>
    public IClassifier WithSeed(ulong seed) => this with { Seed = seed };

    /// <inheritdoc cref="IClassifier.Fit"/>
    public DummyClassifierModel Fit(
        TrainingSplit<FeatureTable> training,
        FitOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        TrainingData data = TrainingData.Check(this, training, options);
        cancellationToken.ThrowIfCancellationRequested();
        var weights = new double[data.Classes.Count];
        for (int row = 0; row < data.Rows; row++)
            weights[data.Labels[row]] += data.Weights[row];
        progress?.Report(1);
        return new DummyClassifierModel(data.Classes, data.Columns, Strategy, Seed, weights);
    }

    /// <summary>Counts the labels of samples that are not feature rows.</summary>
    /// <param name="training">The samples to learn from; only their labels are read.</param>
    /// <returns>A model that predicts so many samples; as a model of feature rows it has one column.</returns>
    /// <exception cref="DatasetException">There are no samples.</exception>
    public DummyClassifierModel Fit<T>(TrainingSplit<T> training)
        where T : ILabeledData
    {
        ArgumentNullException.ThrowIfNull(training);
        return training is TrainingSplit<FeatureTable> rows // the compiler prefers this method for them, too
            ? Fit(rows, options: null)
            : Fit(training.Data.Labels, training.Data.Classes);
    }

    /// <summary>Counts labels.</summary>
    /// <param name="labels">The class of each training sample, from 0 to <paramref name="classes"/> - 1.</param>
    /// <param name="classes">The number of classes.</param>
    /// <inheritdoc cref="Fit{T}(TrainingSplit{T})" path="/returns"/>
    /// <exception cref="DatasetException">There are no labels.</exception>
    public DummyClassifierModel Fit(IReadOnlyList<int> labels, int classes)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        return Fit(labels, [.. Enumerable.Range(0, classes).Select(label => $"{label}")]);
    }

    IClassifierModel IClassifier.Fit(
        TrainingSplit<FeatureTable> training, FitOptions? options, IProgress<double>? progress, CancellationToken cancellationToken) =>
        Fit(training, options, progress, cancellationToken);

    private DummyClassifierModel Fit(IReadOnlyList<int> labels, IReadOnlyList<string> classes)
    {
        if (labels.Count == 0)
            throw new DatasetException("There are no training samples to take class frequencies from; add samples.");
        var weights = new double[classes.Count];
        foreach (int label in labels)
        {
            if ((uint)label >= (uint)weights.Length)
                throw new ArgumentOutOfRangeException(nameof(labels), label, $"A label is outside the {weights.Length} classes.");
            weights[label]++;
        }

        return new DummyClassifierModel(classes, 1, Strategy, Seed, weights);
    }
}
