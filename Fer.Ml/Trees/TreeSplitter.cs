namespace Fer.Ml;

/// <summary>How a tree chooses the threshold of a feature.</summary>
public enum TreeSplitter
{
    /// <summary>The best one of all, halfway between two values that follow each other.</summary>
    Best,

    /// <summary>One drawn at random between the smallest and the largest value.</summary>
    Random,
}
