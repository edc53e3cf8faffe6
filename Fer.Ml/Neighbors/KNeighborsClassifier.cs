namespace Fer.Ml;

/// <summary>The vote of the nearest training rows by Euclidean distance, as scikit-learn's <c>KNeighborsClassifier</c> (1.2.1).</summary>
/// <remarks>
/// All rows are compared, by blocks of dot products; those that may be near are measured exactly, so rounding decides no order.
/// Of rows at the same distance the first ones are taken.
/// </remarks>
public sealed record KNeighborsClassifier : IClassifier
{
    private readonly int _nNeighbors = 5;

    /// <summary>The neighbours that vote. Default 5.</summary>
    public int NNeighbors
    {
        get => _nNeighbors;
        init => _nNeighbors = Setting.AtLeastOne(value, nameof(NNeighbors));
    }

    /// <summary>How much each vote counts. Default one each.</summary>
    public NeighborWeights Weights { get; init; } = NeighborWeights.Uniform;

    /// <inheritdoc/>
    public string Name => "K Nearest Neighbors";

    /// <inheritdoc/>
    public bool SupportsSampleWeights => false;

    /// <inheritdoc/>
    /// <exception cref="DatasetException">There are fewer rows than neighbours.</exception>
    public IClassifierModel Fit(
        TrainingSplit<FeatureTable> training,
        FitOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        TrainingData data = TrainingData.Check(this, training, options);
        cancellationToken.ThrowIfCancellationRequested();
        if (data.Rows < NNeighbors)
            throw new DatasetException($"{Name}: {data.Rows} rows have no {NNeighbors} neighbours; ask for fewer or add samples.");
        var model = new KNeighborsModel(data.Classes, data.Columns, data.Values, data.Labels, NNeighbors, Weights);
        progress?.Report(1);
        return model;
    }
}
