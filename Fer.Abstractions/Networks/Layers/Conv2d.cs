namespace Fer;

/// <summary>A two-dimensional convolution with zero padding, as PyTorch's <c>Conv2d</c> (a cross-correlation).</summary>
/// <param name="OutChannels">Output channels.</param>
/// <param name="Kernel">Height and width of the kernel.</param>
/// <param name="Stride">Step between output positions.</param>
/// <param name="Padding">Zeros added on every side.</param>
/// <param name="Bias">Whether a bias per output channel is added.</param>
public sealed record Conv2d(int OutChannels, int Kernel, int Stride = 1, int Padding = 0, bool Bias = true) : Layer
{
    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs)
    {
        TensorShape input = Single(inputs);
        if (OutChannels < 1 || Kernel < 1 || Stride < 1 || Padding < 0)
            throw new NetworkDefinitionException($"{this}: channels, kernel and stride are at least 1, padding at least 0.");
        int height = (input.Height + 2 * Padding - Kernel) / Stride + 1;
        int width = (input.Width + 2 * Padding - Kernel) / Stride + 1;
        if (input.Height + 2 * Padding < Kernel || input.Width + 2 * Padding < Kernel)
            throw new NetworkDefinitionException($"{this}: the kernel is larger than the padded input {input}; use larger pictures.");
        return new TensorShape(OutChannels, height, width);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterDefinition> Parameters(TensorShape input)
    {
        int fanIn = input.Channels * Kernel * Kernel;
        var weight = new ParameterDefinition("weight", [OutChannels, input.Channels, Kernel, Kernel], ParameterRole.Weight, fanIn);
        return Bias ? [weight, new ParameterDefinition("bias", [OutChannels], ParameterRole.Bias, fanIn)] : [weight];
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(TensorShape input, TensorShape output) =>
        (long)output.Size * input.Channels * Kernel * Kernel;
}
