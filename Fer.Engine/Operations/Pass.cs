namespace Fer.Engine;

/// <summary>One run through a network.</summary>
/// <param name="Count">The number of samples.</param>
/// <param name="IsTraining">Whether batch statistics and dropout apply.</param>
/// <param name="Seed">The seed of everything random.</param>
/// <param name="Step">The training step, part of the key of everything random.</param>
internal readonly record struct Pass(int Count, bool IsTraining, ulong Seed, long Step);
