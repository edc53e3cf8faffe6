namespace Fer.Ml;

/// <summary>A decision tree, grown on one thread: scikit-learn's <c>DecisionTreeClassifier</c> (1.2).</summary>
/// <remarks>
/// Where two splits are equally good, the one of the feature that was drawn first is taken; scikit-learn draws others, so that there, and
/// only there, its trees differ from these if <see cref="MaxFeatures"/> is all and <see cref="Splitter"/> is best.
/// </remarks>
/// <example>
/// <code>
/// var model = (DecisionTreeModel)new DecisionTreeClassifier { MaxDepth = 8 }.Fit(splits.Training);
/// </code>
/// </example>
public sealed record DecisionTreeClassifier : TreeClassifier
{
    private const ulong StreamKey = 0x4445434953494F4E; // sets this stream apart from the seed's other uses

    /// <inheritdoc/>
    public override string Name => "Decision Tree";

    /// <summary>How a threshold is chosen. Default best.</summary>
    public TreeSplitter Splitter { get; init; }

    /// <summary>How many features a node looks at. Default all.</summary>
    public override MaxFeatures MaxFeatures { get; init; } = MaxFeatures.All;

    private protected override void CheckSettings()
    {
        base.CheckSettings();
        Check(Enum.IsDefined(Splitter), nameof(Splitter), Splitter, "a splitter");
    }

    private protected override IClassifierModel FitChecked(
        TrainingData data, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var table = TreeTable.Create(data, Splitter, cancellationToken);
        var builder = new TreeBuilder(this, Splitter, table, data.Labels, data.Classes.Count);
        RandomGenerator random = RandomGenerator.Create(Seed, StreamKey);
        DecisionTree tree = builder.Build(data.Weights, ref random, progress, cancellationToken);
        return new DecisionTreeModel(data.Classes, data.Columns, tree);
    }
}
