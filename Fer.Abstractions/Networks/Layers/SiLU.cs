namespace Fer;

/// <summary>The sigmoid linear unit, or swish, as PyTorch's <c>SiLU</c>: x / (1 + exp(-x)).</summary>
public sealed record SiLU : ElementwiseLayer;
