namespace Fer;

/// <summary>A two-dimensional convolution with zero padding, as PyTorch's <c>Conv2d</c> (a cross-correlation).</summary>
/// <param name="OutChannels">Output channels.</param>
/// <param name="Kernel">Height and width of the kernel.</param>
/// <param name="Stride">Step between output positions.</param>
/// <param name="Padding">Zeros added on every side.</param>
/// <param name="Bias">Whether a bias per output channel is added.</param>
/// <param name="Groups">Into how many groups the channels fall, each seeing its own inputs only; as many as channels is depthwise.</param>
/// <param name="Dilation">Step between the kernel's taps.</param>
public sealed record Conv2d(
    int OutChannels, int Kernel, int Stride = 1, int Padding = 0, bool Bias = true, int Groups = 1, int Dilation = 1) : Layer
{
    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs)
    {
        TensorShape input = Single(inputs);
        if (OutChannels < 1 || Kernel < 1 || Stride < 1 || Padding < 0 || Groups < 1 || Dilation < 1)
            throw new NetworkDefinitionException($"{this}: all settings are at least 1, padding at least 0.");
        if (input.Channels % Groups != 0 || OutChannels % Groups != 0)
        {
            throw new NetworkDefinitionException(
                $"{this}: {input.Channels} input and {OutChannels} output channels do not fall into {Groups} groups.");
        }

        long reach = (long)Dilation * (Kernel - 1) + 1;
        if (input.Height + 2 * Padding < reach || input.Width + 2 * Padding < reach)
            throw new NetworkDefinitionException($"{this}: the kernel is larger than the padded input {input}; use larger pictures.");
        return new TensorShape(
            OutChannels,
            (int)((input.Height + 2 * Padding - reach) / Stride + 1),
            (int)((input.Width + 2 * Padding - reach) / Stride + 1));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterDefinition> Parameters(TensorShape input)
    {
        int inputs = input.Channels / Groups, fanIn = inputs * Kernel * Kernel;
        var weight = new ParameterDefinition("weight", [OutChannels, inputs, Kernel, Kernel], ParameterRole.Weight, fanIn);
        return Bias ? [weight, new ParameterDefinition("bias", [OutChannels], ParameterRole.Bias, fanIn)] : [weight];
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(TensorShape input, TensorShape output) =>
        (long)output.Size * (input.Channels / Groups) * Kernel * Kernel;
}
