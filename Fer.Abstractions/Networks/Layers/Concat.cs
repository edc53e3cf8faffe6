namespace Fer;

/// <summary>Two or more inputs side by side, as PyTorch's <c>cat</c>.</summary>
/// <param name="Dimension">1 for the channels, 2 for the rows, 3 for the columns; the inputs agree in the others.</param>
public sealed record Concat(int Dimension = 1) : Layer
{
    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (Dimension is < 1 or > 3)
            throw new NetworkDefinitionException($"{this}: the dimension is 1 (channels), 2 (rows) or 3 (columns).");
        if (inputs.Count < 2)
            throw new NetworkDefinitionException($"{this} takes two or more inputs, not {inputs.Count}.");
        if (inputs.Any(input => WithLength(input, 1) != WithLength(inputs[0], 1)))
        {
            throw new NetworkDefinitionException(
                $"{this}: the inputs {string.Join(", ", inputs)} differ in more than dimension {Dimension}.");
        }

        return WithLength(inputs[0], checked(inputs.Sum(Length)));
    }

    private int Length(TensorShape shape) => Dimension switch { 1 => shape.Channels, 2 => shape.Height, _ => shape.Width };

    private TensorShape WithLength(TensorShape shape, int length) => Dimension switch
    {
        1 => shape with { Channels = length },
        2 => shape with { Height = length },
        _ => shape with { Width = length },
    };
}
