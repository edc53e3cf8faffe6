namespace Fer.Ml;

/// <summary>Trees to and from named arrays, one behind the other. What is read is checked, so that no walk can leave its tree.</summary>
internal static class TreeFile
{
    public static void Write(DecisionTree[] trees, ModelWriter writer)
    {
        TreeNode[] nodes = [.. trees.SelectMany(tree => tree.Nodes)];
        double[] distributions = [.. trees.SelectMany(tree => tree.Distributions)];
        double[] importances = [.. trees.SelectMany(tree => tree.Importances)];
        writer.Write("tree_nodes", Array.ConvertAll(trees, tree => tree.Nodes.Length));
        writer.Write("tree_distributions", Array.ConvertAll(trees, tree => tree.Distributions.Length));
        writer.Write("feature", Array.ConvertAll(nodes, node => node.Feature));
        writer.Write("threshold", Array.ConvertAll(nodes, node => node.Threshold));
        writer.Write("left_child", Array.ConvertAll(nodes, node => node.IsLeaf ? -1 : node.Left));
        writer.Write("distribution", Array.ConvertAll(nodes, node => node.Distribution));
        writer.Write("distributions", distributions);
        writer.Write("importances", importances, trees.Length, importances.Length / trees.Length);
    }

    /// <summary>The columns of a table that a model was learnt from.</summary>
    public static int ReadColumns(ModelReader reader)
    {
        int columns = reader.Read<int>("columns");
        return columns >= 1 ? columns : throw reader.Invalid($"there are {columns} columns");
    }

    /// <summary>Reads trees.</summary>
    /// <exception cref="ModelFileException">They are damaged.</exception>
    public static DecisionTree[] Read(ModelReader reader, int classes, int columns)
    {
        int[] nodeCounts = reader.ReadArray<int>("tree_nodes");
        if (nodeCounts.Length == 0 || classes == 0)
            throw reader.Invalid($"there are {nodeCounts.Length} trees and {classes} classes");
        int[] distributionLengths = reader.ReadArray<int>("tree_distributions", nodeCounts.Length);
        if (Array.Exists(nodeCounts, count => count < 1) || Array.Exists(distributionLengths, length => length < (long)classes * classes))
            throw reader.Invalid("a tree has no nodes, or not the distribution of each class");
        long nodes = nodeCounts.Sum(count => (long)count);
        int[] features = reader.ReadArray<int>("feature", nodes);
        float[] thresholds = reader.ReadArray<float>("threshold", nodes);
        int[] leftChildren = reader.ReadArray<int>("left_child", nodes);
        int[] leafDistributions = reader.ReadArray<int>("distribution", nodes);
        double[] distributions = reader.ReadArray<double>("distributions", distributionLengths.Sum(length => (long)length));
        double[] importances = reader.ReadArray<double>("importances", (long)nodeCounts.Length * columns);
        if (Array.Exists(importances, importance => !(importance >= 0 && double.IsFinite(importance))))
            throw reader.Invalid("an importance is not a number from 0 on");

        var trees = new DecisionTree[nodeCounts.Length];
        int firstNode = 0, firstDistribution = 0;
        for (int tree = 0; tree < trees.Length; tree++)
        {
            var read = new TreeNode[nodeCounts[tree]];
            for (int i = 0; i < read.Length; i++)
            {
                int at = firstNode + i;
                read[i] = leftChildren[at] < 0
                    ? TreeNode.Leaf(i, leafDistributions[at])
                    : new TreeNode
                    {
                        Feature = features[at],
                        Threshold = thresholds[at],
                        Left = leftChildren[at],
                        Distribution = leafDistributions[at],
                    };
            }

            double[] ofTree = distributions[firstDistribution..(firstDistribution + distributionLengths[tree])];
            if (FindProblem(read, leftChildren.AsSpan(firstNode), ofTree, classes, columns) is { } problem)
                throw reader.Invalid($"tree {tree}: {problem}");
            trees[tree] = new DecisionTree(read, ofTree, importances[(tree * columns)..((tree + 1) * columns)]);
            firstNode += read.Length;
            firstDistribution += ofTree.Length;
        }

        return trees;
    }

    private static string? FindProblem(
        TreeNode[] nodes, ReadOnlySpan<int> leftChildren, double[] distributions, int classes, int columns)
    {
        var reached = new bool[nodes.Length];
        reached[0] = true;
        for (int i = 0; i < nodes.Length; i++)
        {
            TreeNode node = nodes[i];
            if (!reached[i])
                return $"no way leads to node {i}";
            if (leftChildren[i] < 0)
            {
                if (node.Distribution < 0 || node.Distribution >= distributions.Length / classes)
                    return $"leaf {i} has distribution {node.Distribution} of {distributions.Length / classes}";
                continue;
            }

            if (node.Distribution != -1)
                return $"node {i} has children and a distribution";
            if ((uint)node.Feature >= (uint)columns)
                return $"node {i} looks at feature {node.Feature} of {columns}";
            if (!float.IsFinite(node.Threshold))
                return $"the threshold of node {i} is {node.Threshold}";
            // Behind its parent and reached only once: then the nodes are a tree.
            if (node.Left <= i || node.Left >= nodes.Length - 1 || reached[node.Left] || reached[node.Left + 1])
                return $"node {i} has the children {node.Left} and {node.Left + 1L}";
            reached[node.Left] = reached[node.Left + 1] = true;
        }

        return FindProblem(distributions, classes);
    }

    private static string? FindProblem(double[] distributions, int classes)
    {
        if (distributions.Length % classes != 0)
            return $"{distributions.Length} shares are not whole distributions of {classes} classes";
        for (int i = 0; i < distributions.Length / classes; i++)
        {
            ReadOnlySpan<double> shares = distributions.AsSpan(i * classes, classes);
            double sum = 0;
            foreach (double share in shares)
                sum += share >= 0 ? share : double.NaN;
            if (!(Math.Abs(sum - 1) < 1e-9))
                return $"distribution {i} sums to {sum}";
            if (i < classes && shares[i] != 1)
                return $"distribution {i} is not that of class {i} alone";
        }

        return null;
    }
}
