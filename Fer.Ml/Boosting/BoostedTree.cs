namespace Fer.Ml;

/// <summary>A regression tree. Children are node numbers, or ~(leaf number); leaves are numbered from left to right.</summary>
/// <param name="Features">The column that each node looks at.</param>
/// <param name="Thresholds">Values up to this go left.</param>
/// <param name="Left">The left children.</param>
/// <param name="Right">The right children.</param>
/// <param name="Gains">What each node's split gained.</param>
/// <param name="LeafValues">What each leaf adds to the score; one leaf and no node for a tree that does not split.</param>
internal sealed record BoostedTree(int[] Features, float[] Thresholds, int[] Left, int[] Right, double[] Gains, double[] LeafValues)
{
    public int Nodes => Features.Length;

    /// <summary>The leaf that a row comes to.</summary>
    public int FindLeaf(ReadOnlySpan<float> row)
    {
        if (Nodes == 0)
            return 0;
        int node = 0;
        while (node >= 0)
            node = row[Features[node]] <= Thresholds[node] ? Left[node] : Right[node];
        return ~node;
    }
}
