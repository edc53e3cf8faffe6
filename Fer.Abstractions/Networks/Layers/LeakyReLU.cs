namespace Fer;

/// <summary>The leaky rectifier, as PyTorch's <c>LeakyReLU</c>: x where it is positive, slope * x elsewhere.</summary>
/// <param name="NegativeSlope">The slope on the negative side.</param>
public sealed record LeakyReLU(double NegativeSlope = 0.01) : ElementwiseLayer;
