namespace Fer.Ml;

/// <summary>
/// Gradient boosting of regression trees on binned features, in the manner of LightGBM (Ke et al., "LightGBM: A Highly Efficient Gradient
/// Boosting Decision Tree", 2017): parameters and defaults are those of its <c>LGBMClassifier</c>. Each round adds a tree per class
/// (with two classes a single tree), grown leaf by leaf on the gradients of the log loss.
/// </summary>
/// <remarks>
/// The hessian of softmax is p (1 - p), as in scikit-learn's <c>HistGradientBoostingClassifier</c>, whose leaf values these are; LightGBM
/// multiplies it with classes / (classes - 1), which makes every step shorter by that factor and costs accuracy where the rounds are
/// few (about half a point of seven classes after 100 rounds). As in LightGBM, the rows of a side of a split are estimated from its share
/// of the hessian. Unlike there, gradients are summed as whole numbers of 31 bits, see <see cref="QuantizedGradients"/>: sums are exact, and the
/// model has the same bits on any number of threads. There are no missing values and no categorical features.
/// With one class there is nothing to learn: the model predicts it always. Rows of weight 0 are left out.
/// </remarks>
/// <example>
/// <code>
/// IClassifierModel model = new HistGradientBoostingClassifier { LearningRate = 0.05, NEstimators = 300 }.Fit(splits.Training);
/// Predictions predictions = model.Predict(splits.Evaluation);
/// </code>
/// </example>
public sealed record HistGradientBoostingClassifier : ISeededClassifier
{
    /// <summary>The most leaves of a tree, at least 2. Default 31.</summary>
    public int NumLeaves { get; init; } = 31;

    /// <summary>The most splits between a tree's root and a leaf; 0 or less, the default (-1), for any number.</summary>
    public int MaxDepth { get; init; } = -1;

    /// <summary>What each tree's values are multiplied with, above 0. Default 0.1.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>The most rounds, at least 1. Default 100. Fewer when no tree can be split any more, or by early stopping.</summary>
    public int NEstimators { get; init; } = 100;

    /// <summary>The least rows on each side of a split, 0 or more. Default 20.</summary>
    public int MinChildSamples { get; init; } = 20;

    /// <summary>The least sum of hessians on each side of a split, 0 or more. Default 0.001.</summary>
    public double MinChildWeight { get; init; } = 1e-3;

    /// <summary>What a split must gain at least, 0 or more. Default 0.</summary>
    public double MinSplitGain { get; init; }

    /// <summary>L1 regularisation: sums of gradients shrink by it, 0 or more. Default 0.</summary>
    public double RegAlpha { get; init; }

    /// <summary>L2 regularisation: added to sums of hessians, 0 or more. Default 0.</summary>
    public double RegLambda { get; init; }

    /// <summary>The part of the rows that a round learns from (bagging, without replacement), above 0 to 1. Default 1.</summary>
    public double Subsample { get; init; } = 1;

    /// <summary>Every so many rounds other rows are drawn; 0, the default, for no bagging.</summary>
    public int SubsampleFreq { get; init; }

    /// <summary>The part of the features that a tree may use, above 0 to 1. Default 1.</summary>
    public double ColsampleByTree { get; init; } = 1;

    /// <summary>The most bins of a feature, 2 to 255. Default 255.</summary>
    public int MaxBin { get; init; } = 255;

    /// <summary>Which rows a round learns from. Default <see cref="BoostingType.Gbdt"/>.</summary>
    public BoostingType Boosting { get; init; } = BoostingType.Gbdt;

    /// <summary>With <see cref="BoostingType.Goss"/>: the part of the rows kept for their large gradients. Default 0.2.</summary>
    public double TopRate { get; init; } = 0.2;

    /// <summary>With <see cref="BoostingType.Goss"/>: the part of the rows drawn from the others. Default 0.1.</summary>
    public double OtherRate { get; init; } = 0.1;

    /// <summary>
    /// Whether sparse features that never differ from their usual bin in the same row are stored together: faster, the same model.
    /// Default true.
    /// </summary>
    public bool EnableBundle { get; init; } = true;

    /// <summary>
    /// Stops when the validation loss has not become less for so many rounds, and keeps the rounds up to the best; 0, the default, for
    /// never.
    /// </summary>
    public int EarlyStoppingRound { get; init; }

    /// <summary>With early stopping: the part of the training rows of each class held out, between 0 and 1. Default 0.1.</summary>
    public double ValidationFraction { get; init; } = 0.1;

    /// <summary>How much the rows of each class count. Default null: 1 each.</summary>
    public ClassWeight? ClassWeight { get; init; }

    /// <summary>The seed of all that is drawn: rows, features, the part held out. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public IClassifier WithSeed(ulong seed) => this with { Seed = seed };

    /// <inheritdoc/>
    public string Name => "Histogram Gradient Boosting";

    /// <inheritdoc/>
    public bool SupportsSampleWeights => true;

    /// <inheritdoc cref="IClassifier.Fit"/>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public HistGradientBoostingModel Fit(
        TrainingSplit<FeatureTable> training,
        FitOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ThrowIfOutOfRange();
        TrainingData data = TrainingData.Check(this, training, options, ClassWeight);
        return new BoostingTrainer(this, data, progress, cancellationToken).Train();
    }

    IClassifierModel IClassifier.Fit(
        TrainingSplit<FeatureTable> training, FitOptions? options, IProgress<double>? progress, CancellationToken cancellationToken) =>
        Fit(training, options, progress, cancellationToken);

    private void ThrowIfOutOfRange()
    {
        Check(NumLeaves >= 2, nameof(NumLeaves), NumLeaves, "at least 2");
        Check(IsPositive(LearningRate), nameof(LearningRate), LearningRate, "above 0");
        Check(NEstimators >= 1, nameof(NEstimators), NEstimators, "at least 1");
        Check(MinChildSamples >= 0, nameof(MinChildSamples), MinChildSamples, "0 or more");
        Check(IsNotNegative(MinChildWeight), nameof(MinChildWeight), MinChildWeight, "0 or more");
        Check(IsNotNegative(MinSplitGain), nameof(MinSplitGain), MinSplitGain, "0 or more");
        Check(IsNotNegative(RegAlpha), nameof(RegAlpha), RegAlpha, "0 or more");
        Check(IsNotNegative(RegLambda), nameof(RegLambda), RegLambda, "0 or more");
        Check(Subsample is > 0 and <= 1, nameof(Subsample), Subsample, "above 0, at most 1");
        Check(SubsampleFreq >= 0, nameof(SubsampleFreq), SubsampleFreq, "0 or more");
        Check(ColsampleByTree is > 0 and <= 1, nameof(ColsampleByTree), ColsampleByTree, "above 0, at most 1");
        Check(MaxBin is >= 2 and <= 255, nameof(MaxBin), MaxBin, "2 to 255");
        Check(Enum.IsDefined(Boosting), nameof(Boosting), Boosting, "Gbdt or Goss");
        Check(TopRate is > 0 and <= 1, nameof(TopRate), TopRate, "above 0, at most 1");
        Check(OtherRate > 0 && TopRate + OtherRate <= 1, nameof(OtherRate), OtherRate, "above 0, and with TopRate at most 1");
        Check(EarlyStoppingRound >= 0, nameof(EarlyStoppingRound), EarlyStoppingRound, "0 or more");
        Check(ValidationFraction is > 0 and < 1, nameof(ValidationFraction), ValidationFraction, "above 0, below 1");
    }

    private static bool IsPositive(double value) => value > 0 && double.IsFinite(value);

    private static bool IsNotNegative(double value) => value >= 0 && double.IsFinite(value);

    private static void Check(bool holds, string setting, object value, string range)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(setting, value, $"{setting} must be {range}.");
    }
}
