namespace Fer;

/// <summary>The piecewise linear sigmoid, as PyTorch's <c>Hardsigmoid</c>: x / 6 + 1 / 2 within 0 and 1.</summary>
public sealed record HardSigmoid : ElementwiseLayer;
