namespace Fer;

/// <summary>
/// The average over windows, as PyTorch's <c>AvgPool2d</c>; what a last partial window would cover is dropped, and padding
/// counts as zeros.
/// </summary>
/// <param name="Kernel">Height and width of the window.</param>
/// <param name="Stride">Step between windows.</param>
/// <param name="Padding">Zeros added on every side; at most half the window.</param>
public sealed record AvgPool2d(int Kernel, int Stride, int Padding = 0) : Layer
{
    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs) =>
        PoolingWindow.InferShape(this, Single(inputs), Kernel, Stride, Padding);
}
