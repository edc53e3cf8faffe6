namespace Fer;

/// <summary>What the pooling layers with a sliding window share.</summary>
internal static class PoolingWindow
{
    /// <summary>The shape of the output for one sample.</summary>
    /// <exception cref="NetworkDefinitionException">The window does not fit.</exception>
    public static TensorShape InferShape(Layer layer, TensorShape input, int kernel, int stride, int padding)
    {
        if (kernel < 1 || stride < 1)
            throw new NetworkDefinitionException($"{layer}: kernel and stride are at least 1.");
        if (padding < 0 || padding > kernel / 2)
            throw new NetworkDefinitionException($"{layer}: the padding is from 0 to half the window.");
        if (input.Height + 2 * padding < kernel || input.Width + 2 * padding < kernel)
            throw new NetworkDefinitionException($"{layer}: the window is larger than the input {input}; use larger pictures.");
        return input with
        {
            Height = (input.Height + 2 * padding - kernel) / stride + 1,
            Width = (input.Width + 2 * padding - kernel) / stride + 1,
        };
    }
}
