namespace Fer.Ml;

/// <summary>Grows trees one after another; what they need besides the table is used again.</summary>
internal sealed class TreeBuilder
{
    // As scikit-learn's: impurities this close to 0 are 0.
    private const double Epsilon = 2.220446049250313e-16;
    private const int NodesPerCheck = 64; // between two looks at the cancellation token

    private readonly TreeClassifier _settings;
    private readonly TreeTable _table;
    private readonly TreeSamples _samples;
    private readonly NodeSplitter _splitter;
    private readonly GrownTree _grown;
    private readonly double[] _left;
    private readonly double[] _right;

    public TreeBuilder(TreeClassifier settings, TreeSplitter splitter, TreeTable table, int[] labels, int classes)
        : this(settings, table, new TreeSamples(labels, classes), samples => splitter == TreeSplitter.Best
            ? new BestSplitter(settings, table, samples)
            : new RandomSplitter(settings, table, samples))
    {
    }

    internal TreeBuilder(TreeClassifier settings, TreeTable table, TreeSamples samples, Func<TreeSamples, NodeSplitter> splitter)
    {
        _settings = settings;
        _table = table;
        _samples = samples;
        _splitter = splitter(samples);
        _grown = new GrownTree(samples.Totals.Length);
        _left = new double[samples.Totals.Length];
        _right = new double[samples.Totals.Length];
    }

    /// <summary>Grows a tree.</summary>
    /// <param name="weights">A weight per row; rows of weight 0 are left out, at least one is not.</param>
    /// <param name="random">What is drawn from.</param>
    /// <param name="progress">Told the part of the samples that have arrived in leaves.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public DecisionTree Build(
        ReadOnlySpan<double> weights, ref RandomGenerator random, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        _samples.Reset(weights);
        _splitter.Reset(_settings.MinWeightFractionLeaf * _samples.TotalWeight);
        _grown.Clear();
        if (_settings.MaxLeafNodes is { } leaves)
            GrowBestFirst(leaves, ref random, cancellationToken);
        else
            GrowDepthFirst(ref random, progress, cancellationToken);
        if (_settings.CcpAlpha > 0)
            CostComplexityPruning.Prune(_grown, _settings.CcpAlpha);
        progress?.Report(1);
        return _grown.Pack(_table.Columns);
    }

    private void GrowDepthFirst(ref RandomGenerator random, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var pending = new Stack<(int Node, int Start, int End, int Depth)>();
        pending.Push((_grown.Add(), 0, _samples.Total, 0));
        int visited = 0, settled = 0;
        while (pending.TryPop(out (int Node, int Start, int End, int Depth) next))
        {
            if (visited++ % NodesPerCheck == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report((double)settled / _samples.Total);
            }

            if (Examine(next.Node, next.Start, next.End, next.Depth, ref random) is not { } found)
            {
                settled += next.End - next.Start;
                continue;
            }

            int left = _grown.Divide(next.Node, found.Split);
            pending.Push((left + 1, found.Middle, next.End, next.Depth + 1));
            pending.Push((left, next.Start, found.Middle, next.Depth + 1));
        }
    }

    private void GrowBestFirst(int mostLeaves, ref RandomGenerator random, CancellationToken cancellationToken)
    {
        var frontier = new PriorityQueue<(int Node, int Start, int End, int Depth, Division Found), (double, int)>();
        Visit(_grown.Add(), 0, _samples.Total, 0, ref random);
        for (int leaves = 1; leaves < mostLeaves && frontier.TryDequeue(out var next, out _); leaves++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int left = _grown.Divide(next.Node, next.Found.Split);
            Visit(left, next.Start, next.Found.Middle, next.Depth + 1, ref random);
            Visit(left + 1, next.Found.Middle, next.End, next.Depth + 1, ref random);
        }

        void Visit(int node, int start, int end, int depth, ref RandomGenerator random)
        {
            if (Examine(node, start, end, depth, ref random) is { } found)
                frontier.Enqueue((node, start, end, depth, found), (-found.Improvement, node)); // the older one of two that are equal
        }
    }

    /// <summary>Writes down what a node's samples are, and divides them if that is allowed and worth it.</summary>
    /// <returns>How; null if the node is a leaf.</returns>
    private Division? Examine(int node, int start, int end, int depth, ref RandomGenerator random)
    {
        _samples.Open(start, end);
        double impurity = Impurity.Of(_settings.Criterion, _samples.Totals, _samples.Weight);
        _grown.Describe(node, _samples.Totals, _samples.Weight, impurity);
        bool isLeaf = depth >= (_settings.MaxDepth ?? int.MaxValue)
            || _samples.Count < _settings.MinSamplesSplit
            || _samples.Count < 2L * _settings.MinSamplesLeaf
            || _samples.Weight < 2 * _settings.MinWeightFractionLeaf * _samples.TotalWeight
            || impurity <= Epsilon;
        if (isLeaf || !_splitter.TryFind(ref random, out Split split))
            return null;
        int middle = _samples.Divide(split, _table);
        if (_settings.MinImpurityDecrease == 0 && _settings.MaxLeafNodes is null)
            return new Division(split, middle, double.NaN); // no split makes it worse, and nobody asks by how much it becomes better
        double improvement = ImprovementBy(middle, impurity);
        return improvement + Epsilon < _settings.MinImpurityDecrease ? null : new Division(split, middle, improvement);
    }

    /// <summary>How much a division lowers the impurity, as a part of the whole tree's weight.</summary>
    private double ImprovementBy(int middle, double impurity)
    {
        _samples.Sum(_samples.Start, middle, _left);
        double leftWeight = 0;
        for (int c = 0; c < _left.Length; c++)
        {
            leftWeight += _left[c];
            _right[c] = _samples.Totals[c] - _left[c];
        }

        double rightWeight = _samples.Weight - leftWeight;
        return _samples.Weight / _samples.TotalWeight * (impurity
            - rightWeight / _samples.Weight * Impurity.Of(_settings.Criterion, _right, rightWeight)
            - leftWeight / _samples.Weight * Impurity.Of(_settings.Criterion, _left, leftWeight));
    }

    /// <summary>A split with the first sample on its right and what it improves.</summary>
    private readonly record struct Division(Split Split, int Middle, double Improvement);
}
