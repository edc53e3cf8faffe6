namespace Fer.Engine;

/// <summary>Which rows and columns of the input each row and column of a pooling layer's output sees.</summary>
internal sealed class ReferenceWindow(
    TensorShape input, TensorShape output, Func<int, (int First, int End)> rows, Func<int, (int First, int End)> columns)
{
    public TensorShape Input { get; } = input;

    public TensorShape Output { get; } = output;

    /// <summary>Windows of one size at equal steps, without what lies in the padding.</summary>
    public static ReferenceWindow Sliding(TensorShape input, TensorShape output, int kernel, int stride, int padding)
    {
        (int First, int End) Range(int i, int length) =>
            (Math.Max(0, i * stride - padding), Math.Min(length, i * stride - padding + kernel));
        return new ReferenceWindow(input, output, row => Range(row, input.Height), column => Range(column, input.Width));
    }

    /// <summary>
    /// Windows that together cover the input, as PyTorch's adaptive pooling: from floor(i in / out) to ceil((i + 1) in / out).
    /// </summary>
    public static ReferenceWindow Adaptive(TensorShape input, TensorShape output)
    {
        static (int First, int End) Range(int i, int length, int windows) =>
            (i * length / windows, ((i + 1) * length + windows - 1) / windows);
        return new ReferenceWindow(
            input, output, row => Range(row, input.Height, output.Height), column => Range(column, input.Width, output.Width));
    }

    /// <summary>The positions in the input that an output value sees, row by row.</summary>
    public int[] Positions(int outputPosition)
    {
        int plane = outputPosition / Output.Positions;
        (int top, int bottom) = rows(outputPosition % Output.Positions / Output.Width);
        (int left, int right) = columns(outputPosition % Output.Width);
        return
        [
            .. from y in Enumerable.Range(top, bottom - top)
               from x in Enumerable.Range(left, right - left)
               select (plane * Input.Height + y) * Input.Width + x,
        ];
    }
}
