namespace Fer;

/// <summary>A layer in its place in a network.</summary>
/// <param name="Name">The layer's unique name, the prefix of its parameters' names: "features.0" has "features.0.weight".</param>
/// <param name="Layer">What it computes.</param>
/// <param name="Inputs">The nodes whose outputs it takes, by position in the network; -1 is the network's input.</param>
public sealed record NetworkNode(string Name, Layer Layer, IReadOnlyList<int> Inputs);
