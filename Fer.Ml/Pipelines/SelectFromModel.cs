namespace Fer.Ml;

/// <summary>
/// Keeps the features that a model finds important: scikit-learn's <c>SelectFromModel</c> (1.2.1) by <c>feature_importances_</c>.
/// </summary>
/// <param name="Learner">A learner whose models are <see cref="IFeatureImportances"/>.</param>
public sealed record SelectFromModel(IClassifier Learner) : ITransformer
{
    /// <summary>Features of at least this importance are kept. Default null: of at least the mean importance.</summary>
    public double? Threshold { get; init; }

    /// <summary>
    /// The most features kept, the most important first. Default null: no limit. With a threshold of negative infinity it alone decides.
    /// </summary>
    public int? MaxFeatures { get; init; }

    /// <inheritdoc/>
    public string Name => $"Selection by {Learner.Name}";

    /// <inheritdoc cref="ITransformer.Fit"/>
    /// <exception cref="ArgumentException">The learner's models have no importances, or it takes no weights.</exception>
    public FeatureSelectionModel Fit(
        TrainingSplit<FeatureTable> training,
        FitOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        if (MaxFeatures is < 1)
            throw new ArgumentException($"{nameof(MaxFeatures)} is {MaxFeatures}; keep one at least.");
        if (Learner.Fit(training, options, progress, cancellationToken) is not IFeatureImportances model)
            throw new ArgumentException($"{Learner.Name} does not tell the features' importances; choose trees, a forest or boosting.");
        IReadOnlyList<double> importances = model.FeatureImportances;
        double threshold = Threshold ?? importances.Average();
        // The first of equal ones goes before the others, as in scikit-learn's stable sort.
        int[] kept = [.. Enumerable.Range(0, importances.Count)
            .Where(feature => importances[feature] >= threshold)
            .OrderByDescending(feature => importances[feature])
            .Take(MaxFeatures ?? int.MaxValue)
            .Order()];
        return kept.Length > 0
            ? new FeatureSelectionModel(importances.Count, kept)
            : throw new DatasetException($"No feature is as important as {threshold}; lower the threshold.");
    }

    ITransformerModel ITransformer.Fit(
        TrainingSplit<FeatureTable> training, FitOptions? options, IProgress<double>? progress, CancellationToken cancellationToken) =>
        Fit(training, options, progress, cancellationToken);
}
