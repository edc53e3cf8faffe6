namespace Fer;

/// <summary>The rectifier: max(x, 0).</summary>
public sealed record ReLU : ElementwiseLayer;
