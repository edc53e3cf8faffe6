namespace Fer;

/// <summary>A fully connected layer on a vector, as PyTorch's <c>Linear</c>.</summary>
/// <param name="OutFeatures">The length of the output.</param>
/// <param name="Bias">Whether a bias is added.</param>
public sealed record Linear(int OutFeatures, bool Bias = true) : Layer
{
    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs)
    {
        TensorShape input = Single(inputs);
        if (OutFeatures < 1)
            throw new NetworkDefinitionException($"{this}: at least one output is needed.");
        if (input.Positions != 1)
            throw new NetworkDefinitionException($"{this}: the input {input} is not a vector; put Flatten before it.");
        return new TensorShape(OutFeatures);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterDefinition> Parameters(TensorShape input)
    {
        var weight = new ParameterDefinition("weight", [OutFeatures, input.Size], ParameterRole.Weight, input.Size);
        return Bias ? [weight, new ParameterDefinition("bias", [OutFeatures], ParameterRole.Bias, input.Size)] : [weight];
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(TensorShape input, TensorShape output) => (long)input.Size * OutFeatures;
}
