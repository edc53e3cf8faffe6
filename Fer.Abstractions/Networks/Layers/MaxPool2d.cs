namespace Fer;

/// <summary>
/// The maximum over windows, as PyTorch's <c>MaxPool2d</c> without padding; what a last partial window would cover is dropped.
/// </summary>
/// <param name="Kernel">Height and width of the window.</param>
/// <param name="Stride">Step between windows.</param>
public sealed record MaxPool2d(int Kernel, int Stride) : Layer
{
    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs)
    {
        TensorShape input = Single(inputs);
        if (Kernel < 1 || Stride < 1)
            throw new NetworkDefinitionException($"{this}: kernel and stride are at least 1.");
        if (input.Height < Kernel || input.Width < Kernel)
            throw new NetworkDefinitionException($"{this}: the window is larger than the input {input}; use larger pictures.");
        return input with { Height = (input.Height - Kernel) / Stride + 1, Width = (input.Width - Kernel) / Stride + 1 };
    }
}
