using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fer.Ml;

/// <summary>A grown tree: its nodes, and apart from them the class distributions of its leaves.</summary>
/// <param name="nodes">The root first, children behind their parents.</param>
/// <param name="distributions">
/// Distributions x classes. The first ones, a class each, are those of leaves with a single class, which most leaves are.
/// </param>
/// <param name="importances">Per feature.</param>
internal sealed class DecisionTree(TreeNode[] nodes, double[] distributions, double[] importances)
{
    // So many rows walk together: a step waits for memory, and their waits overlap.
    private const int RowsTogether = 8;

    public TreeNode[] Nodes { get; } = nodes;

    public double[] Distributions { get; } = distributions;

    public double[] Importances { get; } = importances;

    public int Depth { get; } = DepthOf(nodes);

    /// <summary>Adds the distribution of each row's leaf.</summary>
    public void Predict(ReadOnlySpan<float> rows, int columns, Span<double> sums, int classes)
    {
        int count = sums.Length / classes;
        Span<int> leaves = stackalloc int[RowsTogether];
        for (int row = 0; row < count; row += RowsTogether)
        {
            int together = Math.Min(RowsTogether, count - row);
            if (together == RowsTogether)
                WalkTogether(rows.Slice(row * columns, together * columns), columns, leaves);
            else
            {
                for (int i = 0; i < together; i++)
                    leaves[i] = Walk(rows.Slice((row + i) * columns, columns));
            }

            for (int i = 0; i < together; i++)
                Add(leaves[i], sums.Slice((row + i) * classes, classes));
        }
    }

    /// <summary>Adds the distribution of one row's leaf.</summary>
    public void Predict(ReadOnlySpan<float> row, Span<double> sums) => Add(Walk(row), sums);

    private void Add(int node, Span<double> sums)
    {
        int distribution = Nodes[node].Distribution;
        if (distribution < sums.Length)
        {
            sums[distribution]++;
            return;
        }

        ReadOnlySpan<double> shares = Distributions.AsSpan(distribution * sums.Length, sums.Length);
        for (int c = 0; c < sums.Length; c++)
            sums[c] += shares[c];
    }

    /// <summary>The leaf of a row.</summary>
    private int Walk(ReadOnlySpan<float> row)
    {
        int at = 0;
        while (!Nodes[at].IsLeaf)
            at = Nodes[at].Left + (row[Nodes[at].Feature] > Nodes[at].Threshold ? 1 : 0);
        return at;
    }

    /// <summary>The leaves of <see cref="RowsTogether"/> rows, which go down step by step until all have arrived.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // a model may predict only once
    private void WalkTogether(ReadOnlySpan<float> rows, int columns, Span<int> leaves)
    {
        ref TreeNode nodes = ref MemoryMarshal.GetArrayDataReference(Nodes);
        ref float r0 = ref MemoryMarshal.GetReference(rows);
        ref float r1 = ref Unsafe.Add(ref r0, columns), r2 = ref Unsafe.Add(ref r1, columns), r3 = ref Unsafe.Add(ref r2, columns);
        ref float r4 = ref Unsafe.Add(ref r3, columns), r5 = ref Unsafe.Add(ref r4, columns), r6 = ref Unsafe.Add(ref r5, columns);
        ref float r7 = ref Unsafe.Add(ref r6, columns);
        int n0 = 0, n1 = 0, n2 = 0, n3 = 0, n4 = 0, n5 = 0, n6 = 0, n7 = 0;
        int moved;
        do
        {
            moved = Step(ref nodes, ref r0, ref n0);
            moved |= Step(ref nodes, ref r1, ref n1);
            moved |= Step(ref nodes, ref r2, ref n2);
            moved |= Step(ref nodes, ref r3, ref n3);
            moved |= Step(ref nodes, ref r4, ref n4);
            moved |= Step(ref nodes, ref r5, ref n5);
            moved |= Step(ref nodes, ref r6, ref n6);
            moved |= Step(ref nodes, ref r7, ref n7);
        }
        while (moved != 0);
        leaves[7] = n7;
        (leaves[0], leaves[1], leaves[2], leaves[3], leaves[4], leaves[5], leaves[6]) = (n0, n1, n2, n3, n4, n5, n6);
    }

    /// <summary>Goes down by a node; returns 0 if the row was in its leaf already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Step(ref TreeNode nodes, ref float row, ref int at)
    {
        ref TreeNode node = ref Unsafe.Add(ref nodes, at);
        int next = node.Left + (Unsafe.Add(ref row, node.Feature) > node.Threshold ? 1 : 0);
        int moved = next ^ at;
        at = next;
        return moved;
    }

    private static int DepthOf(TreeNode[] nodes)
    {
        var depths = new int[nodes.Length];
        int deepest = 0;
        for (int i = 0; i < nodes.Length; i++)
        {
            deepest = Math.Max(deepest, depths[i]);
            if (!nodes[i].IsLeaf)
                depths[nodes[i].Left] = depths[nodes[i].Left + 1] = depths[i] + 1;
        }

        return deepest;
    }
}
