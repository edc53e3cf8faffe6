namespace Fer;

/// <summary>
/// The Gaussian error linear unit (Hendrycks and Gimpel, 2016), as PyTorch's <c>GELU</c>: x times the normal distribution
/// function of x, exactly (not the tanh approximation).
/// </summary>
public sealed record GELU : ElementwiseLayer;
