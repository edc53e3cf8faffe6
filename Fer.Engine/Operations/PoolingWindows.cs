namespace Fer.Engine;

/// <summary>The part of the input that each row and column of a pooling layer's output looks at; padding is left out.</summary>
/// <param name="Rows">First input row, included, and end, for each output row.</param>
/// <param name="Columns">The same for the columns.</param>
internal sealed record PoolingWindows((int First, int End)[] Rows, (int First, int End)[] Columns)
{
    /// <summary>Windows that slide.</summary>
    public static PoolingWindows Sliding(TensorShape input, TensorShape output, int kernel, int stride, int padding)
    {
        (int, int)[] Along(int inputs, int outputs) =>
        [
            .. Enumerable.Range(0, outputs).Select(i =>
                (Math.Max(i * stride - padding, 0), Math.Min(i * stride - padding + kernel, inputs))),
        ];
        return new PoolingWindows(Along(input.Height, output.Height), Along(input.Width, output.Width));
    }

    /// <summary>Windows that share out the input among the outputs.</summary>
    public static PoolingWindows Adaptive(TensorShape input, TensorShape output)
    {
        static (int, int)[] Along(int inputs, int outputs) =>
        [
            .. Enumerable.Range(0, outputs).Select(i =>
                ((int)((long)i * inputs / outputs), (int)(((long)(i + 1) * inputs + outputs - 1) / outputs))),
        ];
        return new PoolingWindows(Along(input.Height, output.Height), Along(input.Width, output.Width));
    }
}
