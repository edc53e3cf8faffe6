namespace Fer;

/// <summary>Adam (Kingma and Ba, "Adam: a method for stochastic optimization", 2015), as PyTorch's <c>Adam</c>.</summary>
/// <param name="Beta1">The decay of the first moment.</param>
/// <param name="Beta2">The decay of the second moment.</param>
/// <param name="Epsilon">Added to the root of the second moment.</param>
public sealed record AdamOptions(double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8);
