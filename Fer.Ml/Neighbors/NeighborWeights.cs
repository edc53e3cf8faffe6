namespace Fer.Ml;

/// <summary>How much each neighbour's vote counts.</summary>
public enum NeighborWeights
{
    /// <summary>One vote each.</summary>
    Uniform,

    /// <summary>The inverse of its distance; neighbours at distance 0, where there are any, vote alone.</summary>
    Distance,
}
