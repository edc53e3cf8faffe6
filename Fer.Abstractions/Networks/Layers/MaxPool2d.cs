namespace Fer;

/// <summary>
/// The maximum over windows, as PyTorch's <c>MaxPool2d</c>; what a last partial window would cover is dropped, and padding
/// never wins.
/// </summary>
/// <param name="Kernel">Height and width of the window.</param>
/// <param name="Stride">Step between windows.</param>
/// <param name="Padding">Positions added on every side; at most half the window.</param>
public sealed record MaxPool2d(int Kernel, int Stride, int Padding = 0) : Layer
{
    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs) =>
        PoolingWindow.InferShape(this, Single(inputs), Kernel, Stride, Padding);
}
