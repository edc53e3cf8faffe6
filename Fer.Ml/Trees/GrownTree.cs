namespace Fer.Ml;

/// <summary>A tree that grows: of each node, leaf or not, what its samples are.</summary>
internal sealed class GrownTree(int classes)
{
    private TreeNode[] _nodes = new TreeNode[256];
    private double[] _weights = new double[256];
    private double[] _impurities = new double[256];
    private double[] _totals = new double[256 * classes];

    public int Count { get; private set; }

    public void Clear() => Count = 0;

    public double Weight(int node) => _weights[node];

    public double ImpurityOf(int node) => _impurities[node];

    public bool IsLeaf(int node) => _nodes[node].IsLeaf;

    /// <summary>The left child; the right one is the next.</summary>
    public int Left(int node) => _nodes[node].Left;

    /// <summary>Adds a leaf.</summary>
    /// <returns>Its index.</returns>
    public int Add()
    {
        if (Count == _nodes.Length)
        {
            Array.Resize(ref _nodes, 2 * Count);
            Array.Resize(ref _weights, 2 * Count);
            Array.Resize(ref _impurities, 2 * Count);
            Array.Resize(ref _totals, checked(2 * Count * classes));
        }

        MakeLeaf(Count);
        return Count++;
    }

    /// <summary>Writes down what the samples of a node are.</summary>
    public void Describe(int node, ReadOnlySpan<double> totals, double weight, double impurity)
    {
        totals.CopyTo(_totals.AsSpan(node * classes));
        _weights[node] = weight;
        _impurities[node] = impurity;
    }

    /// <summary>Makes an inner node of a leaf.</summary>
    /// <returns>The left child; the right one is the next.</returns>
    public int Divide(int node, in Split split)
    {
        int left = Add();
        Add();
        _nodes[node] = new TreeNode { Feature = split.Feature, Threshold = split.Threshold, Left = left, Distribution = -1 };
        return left;
    }

    /// <summary>Makes a leaf of a node; what is under it is left out when the tree is packed.</summary>
    public void MakeLeaf(int node) => _nodes[node] = TreeNode.Leaf(node, 0);

    /// <summary>The tree as it is kept: only nodes that the root leads to, and distributions of leaves alone.</summary>
    public DecisionTree Pack(int columns)
    {
        // Children lie behind their parents, so one pass in order meets each node after its new place is known.
        var places = new int[Count];
        Array.Fill(places, -1);
        places[0] = 0;
        int kept = 1, mixed = classes;
        for (int node = 0; node < Count; node++)
        {
            if (places[node] < 0)
                continue;
            if (!_nodes[node].IsLeaf)
                (places[_nodes[node].Left], places[_nodes[node].Left + 1]) = (kept++, kept++);
            else if (SingleClass(node) < 0)
                mixed++;
        }

        var nodes = new TreeNode[kept];
        var distributions = new double[checked(mixed * classes)];
        for (int c = 0; c < classes; c++)
            distributions[c * classes + c] = 1;
        mixed = classes;
        for (int node = 0; node < Count; node++)
        {
            if (places[node] < 0)
                continue;
            ref TreeNode target = ref nodes[places[node]];
            target = _nodes[node];
            if (!target.IsLeaf)
                target.Left = places[target.Left];
            else if (SingleClass(node) is var single and >= 0)
                target = TreeNode.Leaf(places[node], single);
            else
            {
                target = TreeNode.Leaf(places[node], mixed);
                for (int c = 0; c < classes; c++)
                    distributions[mixed * classes + c] = _totals[node * classes + c] / _weights[node];
                mixed++;
            }
        }

        return new DecisionTree(nodes, distributions, ImportancesOf(places, columns));
    }

    /// <summary>The class that a node's samples are of; -1 if there are several.</summary>
    private int SingleClass(int node)
    {
        ReadOnlySpan<double> totals = _totals.AsSpan(node * classes, classes);
        int first = totals.IndexOfAnyExcept(0);
        return totals[(first + 1)..].ContainsAnyExcept(0) ? -1 : first;
    }

    private double[] ImportancesOf(int[] places, int columns)
    {
        var importances = new double[columns];
        double sum = 0;
        for (int node = 0; node < Count; node++)
        {
            if (places[node] < 0 || _nodes[node].IsLeaf)
                continue;
            int left = _nodes[node].Left;
            double lowered = _weights[node] * _impurities[node]
                - _weights[left] * _impurities[left] - _weights[left + 1] * _impurities[left + 1];
            importances[_nodes[node].Feature] += lowered;
            sum += lowered;
        }

        for (int i = 0; i < columns && sum > 0; i++)
            importances[i] = Math.Max(importances[i] / sum, 0); // a feature that only chance chose may have lowered nothing
        return importances;
    }
}
