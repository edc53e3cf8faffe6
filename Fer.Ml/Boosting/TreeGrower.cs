namespace Fer.Ml;

/// <summary>
/// Grows one tree at a time, leaf-wise: always the leaf whose split gains most (Shi, "Best-first Decision Tree Learning", 2007, as in
/// LightGBM). It works in steps, so that the trees of all classes can grow side by side: <see cref="Advance"/> splits a leaf, and
/// <see cref="ProcessBlock"/>, called for every block of columns, on any threads, finds the best splits of the two new leaves.
/// </summary>
internal sealed unsafe class TreeGrower
{
    private readonly BinnedTable _table;
    private readonly TreeLimits _limits;
    private readonly HistogramPool _pool;
    private readonly SplitCandidate[] _blockBest; // two children x blocks
    private readonly byte[] _goesLeft = new byte[256];
    private readonly int[] _rows; // pinned, leaf by leaf, ascending within each
    private readonly long[] _gradients; // pinned, packed, in the order of the rows
    private readonly int[] _rightRows;
    private readonly long[] _rightGradients;
    private readonly List<GrowingNode> _leaves = [];
    private readonly List<SplitNode> _nodes = [];
    private readonly bool[] _useBlock;
    private GrowingNode? _small; // the pending leaf with fewer rows, whose histogram is added up; the root at first
    private GrowingNode? _large; // its sibling, whose histogram is the difference; null for the root
    private QuantizedGradients _scales;
    private SplitRules _rules;
    private bool[]? _use;
    private int _count;

    public TreeGrower(BinnedTable table, TreeLimits limits)
    {
        _table = table;
        _limits = limits;
        _pool = new HistogramPool(table.HistogramLength);
        _blockBest = new SplitCandidate[2 * table.Blocks.Count];
        _useBlock = new bool[table.Blocks.Count];
        _rows = GC.AllocateUninitializedArray<int>(table.Rows, pinned: true);
        _gradients = GC.AllocateUninitializedArray<long>(table.Rows, pinned: true);
        _rightRows = new int[table.Rows];
        _rightGradients = new long[table.Rows];
    }

    private sealed record SplitNode(int Feature, int Bin, double Gain)
    {
        public int Left { get; set; }

        public int Right { get; set; }
    }

    /// <summary>The rows that the tree has begun on.</summary>
    public ReadOnlySpan<int> RootRows => _rows.AsSpan(0, _count);

    /// <summary>Their packed gradients and hessians.</summary>
    public ReadOnlySpan<long> RootGradients => _gradients.AsSpan(0, _count);

    /// <summary>The root's histogram, of a tree that has just begun.</summary>
    public long* RootHistogram => _small!.Histogram;

    /// <summary>Begins a tree; then every block is to be processed if this says so.</summary>
    /// <param name="rows">The rows to learn from, ascending.</param>
    /// <param name="gradients">The gradients of all rows.</param>
    /// <param name="hessians">The hessians of all rows.</param>
    /// <param name="use">Whether each feature may be used; null for all.</param>
    /// <returns>Whether the root can be split at all.</returns>
    public bool Start(ReadOnlySpan<int> rows, ReadOnlySpan<float> gradients, ReadOnlySpan<float> hessians, bool[]? use)
    {
        _count = rows.Length;
        rows.CopyTo(_rows);
        _scales = QuantizedGradients.Quantize(gradients, hessians, rows, _gradients);
        _rules = _limits.In(_scales);
        _use = use;
        for (int b = 0; b < _useBlock.Length; b++)
        {
            BinnedBlock block = _table.Blocks[b];
            _useBlock[b] = use is null || use.AsSpan(block.FirstFeature, block.FeatureCount).Contains(true);
        }

        long sum = 0;
        foreach (long gradient in _gradients.AsSpan(0, _count))
            sum += gradient;
        foreach (GrowingNode leaf in _leaves)
            Release(leaf);
        _leaves.Clear();
        _nodes.Clear();
        var root = new GrowingNode { Start = 0, Count = _count, Depth = 0, Sum = sum, Parent = -1, IsLeft = true };
        _leaves.Add(root);
        (_small, _large) = (null, null);
        if (!CanSplit(root) || _table.Blocks.Count == 0)
            return false;
        root.Histogram = _pool.Rent();
        _small = root;
        return true;
    }

    /// <summary>Splits leaves until new ones need every block to be processed, or the tree is done.</summary>
    /// <returns>Whether there are new ones.</returns>
    public bool Advance()
    {
        TakeBest(ref _small, 0);
        TakeBest(ref _large, 1);
        while (_leaves.Count < _limits.NumLeaves)
        {
            ReleaseHopeless();
            GrowingNode? best = null;
            foreach (GrowingNode leaf in _leaves)
            {
                if (leaf.Best.Exists && (best is null || GainOf(leaf) > GainOf(best)))
                    best = leaf;
            }

            if (best is null)
                return false;
            if (Split(best))
                return true;
        }

        return false;
    }

    /// <summary>Finds the best splits of the new leaves among a block's features. Blocks may run on several threads at once.</summary>
    /// <param name="index">The block.</param>
    /// <param name="histogramIsFilled">Whether the block's part of the root's histogram is there already.</param>
    public void ProcessBlock(int index, bool histogramIsFilled = false)
    {
        SplitCandidate small = SplitCandidate.None, large = SplitCandidate.None;
        if (_useBlock[index])
        {
            BinnedBlock block = _table.Blocks[index];
            int length = block.Bins * BinnedTable.BlockColumns;
            long* histogram = _small!.Histogram + block.HistogramStart;
            if (!histogramIsFilled)
            {
                new Span<long>(histogram, length).Clear();
                fixed (int* rows = _rows)
                fixed (long* gradients = _gradients)
                    Histogram.Add(histogram, _table.BinsOf(index), rows + _small.Start, gradients + _small.Start, _small.Count);
            }

            if (CanSplit(_small))
                small = Find(histogram, block, _small);
            if (_large is { Histogram: not null })
            {
                long* parent = _large.Histogram + block.HistogramStart;
                SplitFinder.Subtract(parent, histogram, length);
                large = Find(parent, block, _large);
            }
        }

        _blockBest[index] = small;
        _blockBest[_useBlock.Length + index] = large;
    }

    /// <summary>The tree.</summary>
    /// <param name="learningRate">What leaf values are multiplied with.</param>
    public BoostedTree Finish(double learningRate)
    {
        var values = new double[_leaves.Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = _nodes.Count == 0 ? 0 : learningRate * ValueOf(_leaves[i].Sum);
        int[] numbers = NumberLeaves();
        var ordered = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
            ordered[numbers[i]] = values[i];
        return new BoostedTree(
            [.. _nodes.Select(node => _table.Features[node.Feature].Feature)],
            [.. _nodes.Select(node => _table.Features[node.Feature].Thresholds[node.Bin])],
            [.. _nodes.Select(node => Renumber(node.Left))],
            [.. _nodes.Select(node => Renumber(node.Right))],
            [.. _nodes.Select(node => node.Gain)],
            ordered);

        int Renumber(int child) => child >= 0 ? child : ~numbers[~child];
    }

    /// <summary>Adds the leaves' values to the scores of the rows that the tree was grown on.</summary>
    public void AddTo(Span<double> scores, double learningRate)
    {
        if (_nodes.Count == 0)
            return;
        foreach (GrowingNode leaf in _leaves)
        {
            double value = learningRate * ValueOf(leaf.Sum);
            foreach (int row in _rows.AsSpan(leaf.Start, leaf.Count))
                scores[row] += value;
        }
    }

    private double ValueOf(long sum)
    {
        double gradient = PackedSum.Gradient(sum), hessian = PackedSum.Hessian(sum) + _rules.RegLambda;
        double shrunk = Math.Max(Math.Abs(gradient) - _rules.RegAlpha, 0);
        return hessian > 0 ? -Math.Sign(gradient) * shrunk / hessian * (_scales.HessianScale / _scales.GradientScale) : 0;
    }

    private double GainOf(GrowingNode leaf) =>
        leaf.Best.Score - _rules.Score(PackedSum.Gradient(leaf.Sum), PackedSum.Hessian(leaf.Sum));

    private bool CanSplit(GrowingNode node) =>
        node.Count >= Math.Max(2, 2 * (long)_limits.MinChildSamples) && (_limits.MaxDepth <= 0 || node.Depth < _limits.MaxDepth);

    private SplitCandidate Find(long* histogram, BinnedBlock block, GrowingNode node)
    {
        if (!block.IsBundled)
            return SplitFinder.Find(histogram, block, _table.Features, _use, node.Sum, node.Count, _rules);
        SplitCandidate best = SplitCandidate.None;
        for (int i = block.FirstFeature; i < block.FirstFeature + block.FeatureCount; i++)
        {
            if (_use is null || _use[i])
            {
                best = SplitCandidate.Better(
                    best, ReferenceSplitFinder.Find(histogram, i, _table.Features[i], node.Sum, node.Count, _rules), _table.Features);
            }
        }

        return best;
    }

    private void TakeBest(ref GrowingNode? pending, int child)
    {
        if (pending is null)
            return;
        foreach (ref readonly SplitCandidate candidate in _blockBest.AsSpan(child * _useBlock.Length, _useBlock.Length))
            pending.Best = SplitCandidate.Better(pending.Best, candidate, _table.Features);
        if (!pending.Best.Exists)
            Release(pending);
        pending = null;
    }

    /// <summary>With r splits to go, only the r best leaves can ever be split: the others' histograms are not needed.</summary>
    private void ReleaseHopeless()
    {
        int toGo = _limits.NumLeaves - _leaves.Count;
        if (_leaves.Count <= toGo)
            return;
        foreach (GrowingNode leaf in _leaves.Where(leaf => leaf.Best.Exists).OrderByDescending(GainOf).Skip(toGo).ToArray())
        {
            leaf.Best = SplitCandidate.None;
            Release(leaf);
        }
    }

    private void Release(GrowingNode node)
    {
        if (node.Histogram is not null)
            _pool.Return(node.Histogram);
        node.Histogram = null;
    }

    /// <summary>Splits a leaf; true if its halves need histograms.</summary>
    private bool Split(GrowingNode leaf)
    {
        SplitCandidate split = leaf.Best;
        int leftCount = Partition(leaf, _table.Features[split.Feature], split.Bin);
        int number = _nodes.Count;
        double toGain = _scales.HessianScale / (_scales.GradientScale * _scales.GradientScale);
        _nodes.Add(new SplitNode(split.Feature, split.Bin, GainOf(leaf) * toGain));
        int place = _leaves.IndexOf(leaf);
        if (leaf.Parent >= 0)
        {
            if (leaf.IsLeft)
                _nodes[leaf.Parent].Left = number;
            else
                _nodes[leaf.Parent].Right = number;
        }

        var left = new GrowingNode
        {
            Start = leaf.Start,
            Count = leftCount,
            Depth = leaf.Depth + 1,
            Sum = split.LeftSum,
            Parent = number,
            IsLeft = true,
        };
        var right = new GrowingNode
        {
            Start = leaf.Start + leftCount,
            Count = leaf.Count - leftCount,
            Depth = leaf.Depth + 1,
            Sum = leaf.Sum - split.LeftSum,
            Parent = number,
            IsLeft = false,
        };
        _leaves[place] = left;
        _leaves.Add(right);
        _nodes[number].Left = ~place;
        _nodes[number].Right = ~(_leaves.Count - 1);

        (GrowingNode small, GrowingNode large) = left.Count <= right.Count ? (left, right) : (right, left);
        if (_leaves.Count == _limits.NumLeaves || !CanSplit(large)) // the large one can be split if the small one can
        {
            Release(leaf);
            return false;
        }

        large.Histogram = leaf.Histogram;
        small.Histogram = _pool.Rent();
        (_small, _large) = (small, large);
        return true;
    }

    /// <summary>Moves a leaf's rows so that the left ones come first, each side in its order; the number of left rows.</summary>
    private int Partition(GrowingNode leaf, BinnedFeature feature, int bin)
    {
        feature.FillGoesLeft(bin, _goesLeft);
        byte* column = (byte*)_table.BinsOf(feature.Column / BinnedTable.BlockColumns) + feature.Column % BinnedTable.BlockColumns;
        Span<int> rows = _rows.AsSpan(leaf.Start, leaf.Count), rightRows = _rightRows.AsSpan(0, leaf.Count);
        Span<long> gradients = _gradients.AsSpan(leaf.Start, leaf.Count), rightGradients = _rightGradients.AsSpan(0, leaf.Count);
        int left = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            long gradient = gradients[i];
            rows[left] = row;
            gradients[left] = gradient;
            rightRows[i - left] = row;
            rightGradients[i - left] = gradient;
            left += _goesLeft[column[(long)row * BinnedTable.BlockColumns]];
        }

        rightRows[..(rows.Length - left)].CopyTo(rows[left..]);
        rightGradients[..(rows.Length - left)].CopyTo(gradients[left..]);
        return left;
    }

    /// <summary>Each leaf's number from left to right.</summary>
    private int[] NumberLeaves()
    {
        var numbers = new int[_leaves.Count];
        int next = 0;
        var open = new Stack<int>();
        open.Push(_nodes.Count == 0 ? ~0 : 0);
        while (open.TryPop(out int child))
        {
            if (child < 0)
            {
                numbers[~child] = next++;
                continue;
            }

            open.Push(_nodes[child].Right);
            open.Push(_nodes[child].Left);
        }

        return numbers;
    }
}
