namespace Fer.Engine;

/// <summary>The layers behind a convolution that are computed with it.</summary>
/// <param name="BatchNorm">A batch normalisation to fold into the weights; prediction only.</param>
/// <param name="Addend">A value to add; prediction only.</param>
/// <param name="Activation">A function to apply; while training only ReLU.</param>
internal sealed record ConvolutionTail(FoldedBatchNorm? BatchNorm = null, Value? Addend = null, ElementwiseLayer? Activation = null)
{
    public static ConvolutionTail None { get; } = new();

    public bool Relu => Activation is ReLU;

    /// <summary>The function unless it is ReLU, which the kernels do themselves.</summary>
    public ActivationKernel? Kernel { get; } = Activation is null or ReLU ? null : ActivationKernel.For(Activation);

    public IReadOnlyList<Parameter> Parameters => BatchNorm?.Parameters ?? [];

    /// <summary>For profiles.</summary>
    public string Describe() => string.Concat(
        BatchNorm is null ? "" : " + BatchNorm",
        Addend is null ? "" : " + Add",
        Activation is null ? "" : $" + {Activation.GetType().Name}");
}
