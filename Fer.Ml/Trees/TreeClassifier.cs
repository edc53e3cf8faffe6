namespace Fer.Ml;

/// <summary>
/// What decision trees and forests of them share: how a tree grows, with the names, the defaults and the meaning of scikit-learn 1.2's
/// (Breiman, Friedman, Olshen and Stone, "Classification and Regression Trees", 1984).
/// </summary>
/// <remarks>
/// Two values of a feature are told apart when they differ at all as float32; scikit-learn takes those within 1e-7 for equal, so there a
/// table of tiny values cannot be learnt from. A split sends values up to its threshold to the left.
/// </remarks>
public abstract record TreeClassifier : ISeededClassifier
{
    private protected TreeClassifier()
    {
    }

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public bool SupportsSampleWeights => true;

    /// <summary>What a split is to lower. Default Gini.</summary>
    public SplitCriterion Criterion { get; init; }

    /// <summary>The deepest that leaves may lie, the root being at 0. Default null: any depth.</summary>
    public int? MaxDepth { get; init; }

    /// <summary>The fewest rows that are split. Default 2.</summary>
    public int MinSamplesSplit { get; init; } = 2;

    /// <summary>The fewest rows of a leaf. Default 1.</summary>
    public int MinSamplesLeaf { get; init; } = 1;

    /// <summary>The least weight of a leaf, as a part of the weight of all rows, from 0 to 0.5. Default 0.</summary>
    public double MinWeightFractionLeaf { get; init; }

    /// <summary>How many features a node looks at.</summary>
    public abstract MaxFeatures MaxFeatures { get; init; }

    /// <summary>The most leaves, at least 2; the splits that lower the impurity most are made first. Default null: any number.</summary>
    public int? MaxLeafNodes { get; init; }

    /// <summary>
    /// The least by which a split must lower the impurity, weighted with the node's part of all rows' weight. Default 0.
    /// </summary>
    public double MinImpurityDecrease { get; init; }

    /// <summary>The cost of a leaf in minimal cost-complexity pruning, 0 or more. Default 0: nothing is pruned.</summary>
    public double CcpAlpha { get; init; }

    /// <summary>How much the rows of each class count. Default alike.</summary>
    public ClassWeight ClassWeight { get; init; } = ClassWeight.None;

    /// <summary>The seed of all that is drawn at random. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public IClassifier WithSeed(ulong seed) => this with { Seed = seed };

    /// <inheritdoc/>
    public IClassifierModel Fit(
        TrainingSplit<FeatureTable> training,
        FitOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        CheckSettings();
        TrainingData data = TrainingData.Check(this, training, options, ClassWeight);
        if (!Array.Exists(data.Weights, weight => weight > 0))
            throw new ArgumentException($"{Name}: the class weights leave every row without weight; give a class that has rows a weight.");
        return FitChecked(data, progress, cancellationToken);
    }

    private protected abstract IClassifierModel FitChecked(
        TrainingData data, IProgress<double>? progress, CancellationToken cancellationToken);

    private protected virtual void CheckSettings()
    {
        if (!Enum.IsDefined(Criterion))
            throw new ArgumentException($"{Name}: {Criterion} is not a criterion.");
        Check(MaxDepth is null or >= 1, nameof(MaxDepth), MaxDepth, "at least 1, or null");
        Check(MinSamplesSplit >= 2, nameof(MinSamplesSplit), MinSamplesSplit, "at least 2");
        Check(MinSamplesLeaf >= 1, nameof(MinSamplesLeaf), MinSamplesLeaf, "at least 1");
        Check(MinWeightFractionLeaf is >= 0 and <= 0.5, nameof(MinWeightFractionLeaf), MinWeightFractionLeaf, "from 0 to 0.5");
        Check(MaxLeafNodes is null or >= 2, nameof(MaxLeafNodes), MaxLeafNodes, "at least 2, or null");
        Check(MinImpurityDecrease >= 0, nameof(MinImpurityDecrease), MinImpurityDecrease, "at least 0");
        Check(CcpAlpha >= 0, nameof(CcpAlpha), CcpAlpha, "at least 0");
    }

    /// <summary>Throws if a setting is out of its range.</summary>
    private protected void Check(bool holds, string setting, object? value, string range)
    {
        if (!holds)
            throw new ArgumentException($"{Name}: {setting} is {value}; it must be {range}.");
    }
}
