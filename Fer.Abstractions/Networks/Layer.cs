namespace Fer;

/// <summary>The definition of one layer: its settings, not its weights. Engines compile it; anything can reason about it.</summary>
public abstract record Layer
{
    /// <summary>The shape of the output for one sample.</summary>
    /// <param name="inputs">The shapes of the inputs.</param>
    /// <exception cref="NetworkDefinitionException">The layer does not fit these inputs.</exception>
    public abstract TensorShape InferShape(IReadOnlyList<TensorShape> inputs);

    /// <summary>The layer's parameters and statistics, in PyTorch's order.</summary>
    /// <param name="input">The shape of the first input.</param>
    public virtual IReadOnlyList<ParameterDefinition> Parameters(TensorShape input) => [];

    /// <summary>The multiply-adds of one forward pass for one sample; layers without a sum of products count 0.</summary>
    public virtual long MultiplyAdds(TensorShape input, TensorShape output) => 0;

    /// <summary>The only input of a layer that has one.</summary>
    /// <exception cref="NetworkDefinitionException">There is none, or more than one.</exception>
    protected TensorShape Single(IReadOnlyList<TensorShape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return inputs.Count == 1
            ? inputs[0]
            : throw new NetworkDefinitionException($"{GetType().Name} takes one input, not {inputs.Count}.");
    }
}
