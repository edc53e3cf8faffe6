namespace Fer;

/// <summary>A layer that changes each value by itself and keeps the shape.</summary>
public abstract record ElementwiseLayer : Layer
{
    /// <inheritdoc/>
    public sealed override TensorShape InferShape(IReadOnlyList<TensorShape> inputs) => Single(inputs);
}
