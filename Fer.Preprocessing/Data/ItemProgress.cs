namespace Fer.Preprocessing;

/// <summary>How far a long job over many items has come.</summary>
/// <param name="Done">Items finished.</param>
/// <param name="Total">All items.</param>
public readonly record struct ItemProgress(int Done, int Total);
