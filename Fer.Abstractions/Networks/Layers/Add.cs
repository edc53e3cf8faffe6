namespace Fer;

/// <summary>The sum of two or more inputs of one shape, value by value.</summary>
public sealed record Add : Layer
{
    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count < 2)
            throw new NetworkDefinitionException($"{nameof(Add)} takes two or more inputs, not {inputs.Count}.");
        return inputs.All(input => input == inputs[0])
            ? inputs[0]
            : throw new NetworkDefinitionException($"{nameof(Add)}: the inputs {string.Join(", ", inputs)} differ in shape.");
    }
}
