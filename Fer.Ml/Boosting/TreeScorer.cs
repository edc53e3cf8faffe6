using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Fer.Ml;

/// <summary>
/// Sums the values of many trees for many rows at once, without walking them: of each tree a row keeps a bit per leaf, and every node whose
/// threshold the row exceeds strikes out the leaves to its left; the first bit that remains is the row's leaf (Lucchese et al.,
/// "QuickScorer", 2015, and for 16 rows at a time "Exploiting CPU SIMD Extensions to Speed-up Document Scoring with Tree Ensembles", 2016).
/// Trees of more than 32 leaves are walked.
/// </summary>
internal sealed class TreeScorer
{
    private const int MostLeaves = 32;
    private const int Group = 32; // rows at a time: two vectors

    private readonly BoostedTree[] _trees;
    private readonly uint[][] _kept; // per tree and node the leaves that remain for a row above the threshold; null for trees to walk

    public TreeScorer(BoostedTree[] trees)
    {
        _trees = trees;
        _kept = Array.ConvertAll(trees, tree => tree.LeafValues.Length <= MostLeaves ? KeptLeaves(tree) : []);
    }

    /// <summary>Adds the trees' values to scores.</summary>
    /// <param name="rows">Rows x columns.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="scores">Rows x outputs; tree i belongs to output i modulo outputs.</param>
    /// <param name="outputs">The outputs.</param>
    public void AddTo(ReadOnlySpan<float> rows, int columns, Span<double> scores, int outputs)
    {
        int count = rows.Length / columns;
        var values = new float[columns * Group]; // columns x rows of the group
        Span<uint> leaves = stackalloc uint[Group];
        for (int first = 0; first < count; first += Group)
        {
            int size = Math.Min(Group, count - first);
            ReadOnlySpan<float> group = rows.Slice(first * columns, size * columns);
            for (int row = 0; row < size; row++)
            {
                for (int column = 0; column < columns; column++)
                    values[column * Group + row] = group[row * columns + column];
            }

            Span<double> groupScores = scores.Slice(first * outputs, size * outputs);
            for (int tree = 0; tree < _trees.Length; tree++)
            {
                double[] leafValues = _trees[tree].LeafValues;
                if (leafValues.Length <= MostLeaves)
                    FindLeaves(_trees[tree], _kept[tree], values, leaves);
                else
                    WalkTree(_trees[tree], group, columns, leaves);
                for (int row = 0, place = tree % outputs; row < size; row++, place += outputs)
                    groupScores[place] += leafValues[leaves[row]];
            }
        }
    }

    private static void WalkTree(BoostedTree tree, ReadOnlySpan<float> rows, int columns, Span<uint> leaves)
    {
        for (int row = 0; row < rows.Length / columns; row++)
            leaves[row] = (uint)tree.FindLeaf(rows.Slice(row * columns, columns));
    }

    private static void FindLeaves(BoostedTree tree, uint[] kept, float[] values, Span<uint> leaves)
    {
        Vector512<uint> low = Vector512<uint>.AllBitsSet, high = Vector512<uint>.AllBitsSet;
        ref float start = ref MemoryMarshal.GetArrayDataReference(values);
        ReadOnlySpan<int> features = tree.Features;
        ReadOnlySpan<float> thresholds = tree.Thresholds.AsSpan(0, features.Length);
        ReadOnlySpan<uint> masks = kept.AsSpan(0, features.Length);
        for (int node = 0; node < features.Length; node++)
        {
            Vector512<float> threshold = Vector512.Create(thresholds[node]);
            Vector512<uint> mask = Vector512.Create(masks[node]);
            nuint place = (nuint)features[node] * Group;
            low &= Vector512.LessThanOrEqual(Vector512.LoadUnsafe(ref start, place), threshold).AsUInt32() | mask;
            high &= Vector512.LessThanOrEqual(Vector512.LoadUnsafe(ref start, place + Group / 2), threshold).AsUInt32() | mask;
        }

        low.CopyTo(leaves);
        high.CopyTo(leaves[(Group / 2)..]);
        foreach (ref uint leaf in leaves)
            leaf = (uint)BitOperations.TrailingZeroCount(leaf);
    }

    /// <summary>Per node, all leaves but those of its left subtree.</summary>
    private static uint[] KeptLeaves(BoostedTree tree)
    {
        var kept = new uint[tree.Nodes];
        for (int node = tree.Nodes - 1; node >= 0; node--)
            kept[node] = ~LeavesUnder(tree, tree.Left[node]);
        return kept;
    }

    private static uint LeavesUnder(BoostedTree tree, int child) =>
        child < 0 ? 1u << ~child : LeavesUnder(tree, tree.Left[child]) | LeavesUnder(tree, tree.Right[child]);
}
