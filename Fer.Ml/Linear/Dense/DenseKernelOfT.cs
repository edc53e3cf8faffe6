namespace Fer.Ml;

/// <summary>
/// Adds a product of small matrices to another. Each element is one sum in the order of the depth, so the bits depend neither on the
/// register width nor on how the work is cut.
/// </summary>
/// <typeparam name="TValue">Float or double.</typeparam>
internal abstract class DenseKernel<TValue>
    where TValue : unmanaged
{
    /// <summary>result[i, j] += sum over k of left[i, k] * right[k, j].</summary>
    /// <param name="left">Its element (i, k) lies at <c>i * leftRow + k * leftDepth</c>: either way round will do.</param>
    /// <param name="leftRow">The step from i to i + 1.</param>
    /// <param name="leftDepth">The step from k to k + 1.</param>
    /// <param name="right">Depth x columns.</param>
    /// <param name="rightStride">The step from one of its rows to the next.</param>
    /// <param name="result">Rows x columns.</param>
    /// <param name="resultStride">The step from one of its rows to the next.</param>
    /// <param name="rows">A multiple of <see cref="DenseKernel.Tile"/>.</param>
    /// <param name="columns">A multiple of <see cref="DenseKernel.Tile"/>; of twice that for floats.</param>
    /// <param name="depth">The number of products of a sum.</param>
    public abstract void MultiplyAdd(
        ReadOnlySpan<TValue> left, int leftRow, int leftDepth,
        ReadOnlySpan<TValue> right, int rightStride,
        Span<TValue> result, int resultStride,
        int rows, int columns, int depth);

    /// <summary>Checks once that no element lies outside, because the loops do not.</summary>
    private protected static void ThrowIfOutside(
        int lanes, int left, int leftRow, int leftDepth, int right, int rightStride, int result, int resultStride, int rows, int columns,
        int depth)
    {
        if (rows % DenseKernel.Tile != 0 || columns % DenseKernel.Tile != 0 || columns % lanes != 0)
            throw new ArgumentException($"{rows} rows and {columns} columns are not multiples of {DenseKernel.Tile} and {lanes}.");
        if ((long)(rows - 1) * leftRow + (long)(depth - 1) * leftDepth >= left
            || (long)(depth - 1) * rightStride + columns > right
            || (long)(rows - 1) * resultStride + columns > result)
        {
            throw new ArgumentException($"{rows} x {depth} times {depth} x {columns} values lie outside the spans given.");
        }
    }
}
