namespace Fer;

/// <summary>A parameter of a network by its full name.</summary>
/// <param name="Name">The node's name, a dot and the parameter's: "features.0.weight".</param>
/// <param name="Node">The position of the node it belongs to.</param>
/// <param name="Definition">What it is.</param>
public sealed record NetworkParameter(string Name, int Node, ParameterDefinition Definition);
