namespace Fer;

/// <summary>
/// Batch normalisation per channel (Ioffe and Szegedy, 2015), as PyTorch's <c>BatchNorm1d</c> and <c>BatchNorm2d</c>:
/// batch statistics while training (biased variance), running ones otherwise (unbiased variance).
/// </summary>
/// <param name="Epsilon">Added to the variance.</param>
/// <param name="Momentum">The weight of the newest batch in the running statistics.</param>
public sealed record BatchNorm(double Epsilon = 1e-5, double Momentum = 0.1) : Layer
{
    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs) => Single(inputs);

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterDefinition> Parameters(TensorShape input) =>
    [
        new("weight", [input.Channels], ParameterRole.Scale, 1),
        new("bias", [input.Channels], ParameterRole.Bias, 1),
        new("running_mean", [input.Channels], ParameterRole.RunningMean, 1),
        new("running_var", [input.Channels], ParameterRole.RunningVariance, 1),
    ];
}
