namespace Fer.Ml;

/// <summary>
/// Extremely randomised trees (Geurts, Ernst and Wehenkel, "Extremely randomized trees", 2006): a threshold drawn at random for each of
/// some features drawn at random, and the best of these is the split; the prediction is the mean of the leaves' distributions. As
/// scikit-learn's <c>ExtraTreesClassifier</c> (1.2).
/// </summary>
/// <remarks>The same seed gives the same trees to the last bit, on any number of threads; not scikit-learn's own trees.</remarks>
/// <example>
/// <code>
/// IClassifierModel model = new ExtraTreesClassifier { Seed = 1 }.Fit(splits.Training);
/// Predictions predictions = model.Predict(splits.Evaluation);
/// </code>
/// </example>
public sealed record ExtraTreesClassifier : ForestClassifier
{
    /// <inheritdoc/>
    public override string Name => "Extra Trees";

    /// <inheritdoc/>
    /// <remarks>Default false.</remarks>
    public override bool Bootstrap { get; init; }

    private protected override TreeSplitter Splitter => TreeSplitter.Random;
}
