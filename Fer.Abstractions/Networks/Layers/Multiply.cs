namespace Fer;

/// <summary>
/// The product of two inputs, value by value. The second may have one value per channel (C x 1 x 1: the gates of a
/// squeeze-and-excitation block) or one per position (1 x H x W: a spatial attention), which then counts for all the others.
/// </summary>
public sealed record Multiply : Layer
{
    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count != 2)
            throw new NetworkDefinitionException($"{nameof(Multiply)} takes two inputs, not {inputs.Count}.");
        TensorShape values = inputs[0], factors = inputs[1];
        bool fits = factors == values || factors == new TensorShape(values.Channels) || factors == values with { Channels = 1 };
        return fits
            ? values
            : throw new NetworkDefinitionException(
                $"{nameof(Multiply)}: factors of {factors} do not fit values of {values}; give {values}, "
                + $"{new TensorShape(values.Channels)} or {values with { Channels = 1 }}.");
    }
}
