using System.Runtime.Intrinsics;

namespace Fer.Ml;

/// <summary>
/// Adds a product of small double-precision matrices to another. Each element is one sum in the order of the depth, so the bits
/// depend neither on the register width nor on how the work is cut.
/// </summary>
internal abstract class DenseKernel
{
    /// <summary>Rows and columns come in multiples of this.</summary>
    public const int Tile = 8;

    /// <summary>The widest kernel of this machine.</summary>
    public static DenseKernel Best { get; } =
        Vector512.IsHardwareAccelerated ? new DenseKernel<DoubleSimd512>()
        : Vector256.IsHardwareAccelerated ? new DenseKernel<DoubleSimd256>()
        : new DenseKernel<DoubleSimd128>();

    /// <summary>All kernels, to test each.</summary>
    public static IReadOnlyList<DenseKernel> All { get; } =
        [new DenseKernel<DoubleSimd512>(), new DenseKernel<DoubleSimd256>(), new DenseKernel<DoubleSimd128>()];

    /// <summary>The least number from <paramref name="count"/> on that is a multiple of <see cref="Tile"/>.</summary>
    public static int Padded(int count) => (count + Tile - 1) / Tile * Tile;

    /// <summary>
    /// The values from one row of a buffer to the next: whole registers, and an odd number of cache lines, so that a column of the
    /// buffer does not fall into a few sets of the cache.
    /// </summary>
    public static int Stride(int columns) => ((columns + Tile - 1) / Tile | 1) * Tile;

    /// <summary>result[i, j] += sum over k of left[i, k] * right[k, j].</summary>
    /// <param name="left">Its element (i, k) lies at <c>i * leftRow + k * leftDepth</c>: either way round will do.</param>
    /// <param name="leftRow">The step from i to i + 1.</param>
    /// <param name="leftDepth">The step from k to k + 1.</param>
    /// <param name="right">Depth x columns.</param>
    /// <param name="rightStride">The step from one of its rows to the next.</param>
    /// <param name="result">Rows x columns.</param>
    /// <param name="resultStride">The step from one of its rows to the next.</param>
    /// <param name="rows">A multiple of <see cref="Tile"/>.</param>
    /// <param name="columns">A multiple of <see cref="Tile"/>.</param>
    /// <param name="depth">The number of products of a sum.</param>
    public abstract void MultiplyAdd(
        ReadOnlySpan<double> left, int leftRow, int leftDepth,
        ReadOnlySpan<double> right, int rightStride,
        Span<double> result, int resultStride,
        int rows, int columns, int depth);

    /// <summary>Checks once that no element lies outside, because the loops do not.</summary>
    private protected static void ThrowIfOutside(
        int left, int leftRow, int leftDepth, int right, int rightStride, int result, int resultStride, int rows, int columns, int depth)
    {
        if (rows % Tile != 0 || columns % Tile != 0)
            throw new ArgumentException($"{rows} rows and {columns} columns are not multiples of {Tile}.");
        if ((long)(rows - 1) * leftRow + (long)(depth - 1) * leftDepth >= left
            || (long)(depth - 1) * rightStride + columns > right
            || (long)(rows - 1) * resultStride + columns > result)
        {
            throw new ArgumentException($"{rows} x {depth} times {depth} x {columns} values lie outside the spans given.");
        }
    }
}
