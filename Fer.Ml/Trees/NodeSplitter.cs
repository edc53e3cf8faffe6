namespace Fer.Ml;

/// <summary>Finds the split of a node among features drawn at random.</summary>
internal abstract class NodeSplitter
{
    /// <summary>The most features that are looked at together.</summary>
    protected const int Lanes = 16;

    private readonly FeatureSampler _features;
    private readonly int _maxFeatures;

    protected NodeSplitter(TreeClassifier settings, int columns, TreeSamples samples)
    {
        Samples = samples;
        Criterion = settings.Criterion;
        MinSamplesLeaf = settings.MinSamplesLeaf;
        _features = new FeatureSampler(columns);
        _maxFeatures = settings.MaxFeatures.Of(columns);
    }

    protected TreeSamples Samples { get; }

    protected SplitCriterion Criterion { get; }

    /// <summary>The fewest samples of a child.</summary>
    protected int MinSamplesLeaf { get; }

    /// <summary>The least weight of a child.</summary>
    protected double MinWeightLeaf { get; private set; }

    /// <summary>Begins a tree.</summary>
    public void Reset(double minWeightLeaf)
    {
        MinWeightLeaf = minWeightLeaf;
        _features.Reset();
    }

    /// <summary>Finds the best split of the open node among the features drawn.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryFind(ref RandomGenerator random, out Split best)
    {
        best = Split.None;
        _features.Restart();
        bool varied = false;
        int visited = 0;
        while (_features.Remaining > 0 && (visited < _maxFeatures || !varied))
        {
            int count = visited < _maxFeatures ? Math.Min(Lanes, _maxFeatures - visited) : 1;
            varied |= Improve(_features.Draw(count, ref random), ref random, ref best);
            visited += count;
        }

        return best.Score > double.NegativeInfinity;
    }

    /// <summary>Takes the best split of some features, if it is better than the best so far.</summary>
    /// <returns>Whether one of the features is not constant in the node.</returns>
    protected abstract bool Improve(ReadOnlySpan<int> features, ref RandomGenerator random, ref Split best);
}
