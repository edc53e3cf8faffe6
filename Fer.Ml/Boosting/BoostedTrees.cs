namespace Fer.Ml;

/// <summary>Trees to and from model files.</summary>
internal static class BoostedTrees
{
    /// <summary>Writes trees, one behind the other.</summary>
    public static void Write(ModelWriter writer, BoostedTree[] trees)
    {
        writer.Write("nodes_per_tree", Array.ConvertAll(trees, tree => tree.Nodes));
        writer.Write("features", trees.SelectMany(tree => tree.Features).ToArray());
        writer.Write("thresholds", trees.SelectMany(tree => tree.Thresholds).ToArray());
        writer.Write("left_children", trees.SelectMany(tree => tree.Left).ToArray());
        writer.Write("right_children", trees.SelectMany(tree => tree.Right).ToArray());
        writer.Write("gains", trees.SelectMany(tree => tree.Gains).ToArray());
        writer.Write("leaf_values", trees.SelectMany(tree => tree.LeafValues).ToArray());
    }

    /// <summary>Reads trees; none of them can lead prediction astray.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="columns">The columns that nodes may look at.</param>
    /// <exception cref="ModelFileException">They are damaged.</exception>
    public static BoostedTree[] Read(ModelReader reader, int columns)
    {
        int[] nodes = reader.ReadArray<int>("nodes_per_tree");
        if (Array.Find(nodes, count => count < 0) is < 0 and int negative)
            throw reader.Invalid($"a tree has {negative} nodes");
        long total = nodes.Sum(count => (long)count);
        int[] features = reader.ReadArray<int>("features", total);
        float[] thresholds = reader.ReadArray<float>("thresholds", total);
        int[] left = reader.ReadArray<int>("left_children", total);
        int[] right = reader.ReadArray<int>("right_children", total);
        double[] gains = ThrowIfNotFinite(reader, "gains", reader.ReadArray<double>("gains", total));
        double[] values = ThrowIfNotFinite(reader, "leaf_values", reader.ReadArray<double>("leaf_values", total + nodes.Length));
        if (Array.Exists(features, feature => (uint)feature >= (uint)columns))
            throw reader.Invalid($"a node looks at a column outside the {columns}");
        if (Array.Exists(thresholds, threshold => !float.IsFinite(threshold)))
            throw reader.Invalid("a threshold is not a finite number");

        var trees = new BoostedTree[nodes.Length];
        int node = 0, leaf = 0;
        for (int i = 0; i < trees.Length; i++)
        {
            Range own = node..(node + nodes[i]);
            trees[i] = new BoostedTree(
                features[own], thresholds[own], left[own], right[own], gains[own], values[leaf..(leaf + nodes[i] + 1)]);
            if (!IsSound(trees[i]))
                throw reader.Invalid($"the nodes of tree {i} are not linked as a tree");
            node += nodes[i];
            leaf += nodes[i] + 1;
        }

        return trees;
    }

    public static double[] ThrowIfNotFinite(ModelReader reader, string name, double[] values) =>
        Array.TrueForAll(values, double.IsFinite) ? values : throw reader.Invalid($"'{name}' has a value that is not a finite number");

    /// <summary>Whether the root leads to every node and every leaf once, to nodes behind their parents, and to leaves in order.</summary>
    private static bool IsSound(BoostedTree tree)
    {
        if (tree.Nodes == 0)
            return true;
        int nextLeaf = 0, visited = 0;
        var open = new Stack<int>();
        open.Push(0);
        while (open.TryPop(out int child))
        {
            if (child < 0)
            {
                if (~child != nextLeaf++)
                    return false;
                continue;
            }

            if (++visited > tree.Nodes || child >= tree.Nodes || IsAhead(tree.Left[child], child) || IsAhead(tree.Right[child], child))
                return false;
            open.Push(tree.Right[child]);
            open.Push(tree.Left[child]);
        }

        return visited == tree.Nodes && nextLeaf == tree.LeafValues.Length;

        static bool IsAhead(int child, int parent) => child >= 0 && child <= parent;
    }
}
