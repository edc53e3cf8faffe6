namespace Fer;

/// <summary>
/// The piecewise swish of MobileNetV3 (Howard et al., "Searching for MobileNetV3", 2019), as PyTorch's <c>Hardswish</c>:
/// x times the <see cref="HardSigmoid"/> of x.
/// </summary>
public sealed record HardSwish : ElementwiseLayer;
