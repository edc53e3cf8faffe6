namespace Fer;

/// <summary>The rectifier: max(x, 0).</summary>
public sealed record ReLU : Layer
{
    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs) => Single(inputs);
}
