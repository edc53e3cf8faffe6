using System.Runtime.InteropServices;

namespace Fer.Ml;

/// <summary>
/// A node of a grown tree. The right child follows the left one. A leaf leads to itself: its threshold is positive infinity and its left
/// child the leaf, so that a walk of many rows needs no test per row.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TreeNode
{
    /// <summary>The feature that is looked at; 0 in a leaf.</summary>
    public int Feature;

    /// <summary>Values up to this one go to the left.</summary>
    public float Threshold;

    /// <summary>The left child.</summary>
    public int Left;

    /// <summary>Which of the tree's distributions a leaf has; -1 in an inner node.</summary>
    public int Distribution;

    public readonly bool IsLeaf => Distribution >= 0;

    public static TreeNode Leaf(int index, int distribution) =>
        new() { Threshold = float.PositiveInfinity, Left = index, Distribution = distribution };
}
