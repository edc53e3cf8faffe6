namespace Fer.Ml;

/// <summary>
/// A random forest (Breiman, "Random forests", 2001): trees on rows drawn with putting back, each split the best one of some features
/// drawn at random; the prediction is the mean of the leaves' distributions. As scikit-learn's <c>RandomForestClassifier</c> (1.2).
/// </summary>
/// <remarks>The same seed gives the same forest to the last bit, on any number of threads; not scikit-learn's own trees.</remarks>
/// <example>
/// <code>
/// IClassifierModel model = new RandomForestClassifier { Seed = 1 }.Fit(splits.Training);
/// Predictions predictions = model.Predict(splits.Evaluation);
/// </code>
/// </example>
public sealed record RandomForestClassifier : ForestClassifier
{
    /// <inheritdoc/>
    public override string Name => "Random Forest";

    /// <inheritdoc/>
    /// <remarks>Default true.</remarks>
    public override bool Bootstrap { get; init; } = true;

    private protected override TreeSplitter Splitter => TreeSplitter.Best;
}
