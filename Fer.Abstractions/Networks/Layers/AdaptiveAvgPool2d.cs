namespace Fer;

/// <summary>
/// The average over as many windows as the output has positions, as PyTorch's <c>AdaptiveAvgPool2d</c>: output row i covers
/// the input rows from floor(i * H / OutHeight) to ceil((i + 1) * H / OutHeight). One output position is global pooling.
/// </summary>
/// <param name="OutHeight">Rows of the output.</param>
/// <param name="OutWidth">Columns of the output.</param>
public sealed record AdaptiveAvgPool2d(int OutHeight = 1, int OutWidth = 1) : Layer
{
    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs) => OutHeight >= 1 && OutWidth >= 1
        ? Single(inputs) with { Height = OutHeight, Width = OutWidth }
        : throw new NetworkDefinitionException($"{this}: the output has at least one row and column.");
}
