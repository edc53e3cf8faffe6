namespace Fer.Ml;

/// <summary>A row near another.</summary>
/// <param name="SquaredDistance">The squared Euclidean distance.</param>
/// <param name="Row">Its number.</param>
internal readonly record struct Neighbor(double SquaredDistance, int Row);
