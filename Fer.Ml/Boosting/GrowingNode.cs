namespace Fer.Ml;

/// <summary>A leaf of a tree that still grows.</summary>
internal sealed unsafe class GrowingNode
{
    /// <summary>Where its rows begin in the tree's order of rows.</summary>
    public required int Start { get; init; }

    public required int Count { get; init; }

    public required int Depth { get; init; }

    /// <summary>The packed sum of its rows.</summary>
    public required long Sum { get; init; }

    /// <summary>The node that it is a child of; -1 for the root.</summary>
    public required int Parent { get; init; }

    public required bool IsLeft { get; init; }

    /// <summary>The best split, once found.</summary>
    public SplitCandidate Best { get; set; } = SplitCandidate.None;

    /// <summary>Its histogram; null when it will not be split.</summary>
    public long* Histogram { get; set; }
}
