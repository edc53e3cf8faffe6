using System.Runtime.Intrinsics;

namespace Fer.Preprocessing;

/// <summary>
/// Dot products of all pairs of rows out of two blocks, and the search through them. Rows are packed in panels of
/// <see cref="PanelWidth"/> rows: first the first column of each of these rows, then the second, and so on.
/// </summary>
internal abstract class DotProductKernel
{
    /// <summary>The rows of a block: whole panels and whole register tiles of every register width.</summary>
    public const int BlockRows = 192;

    /// <summary>The columns that are added up before the sum goes to memory: it bounds the rounding error and fits the cache.</summary>
    public const int DepthStep = 256;

    /// <summary>The rows of a panel.</summary>
    public abstract int PanelWidth { get; }

    /// <summary>The widest kernel of this machine.</summary>
    public static DotProductKernel Best { get; } =
        Vector512.IsHardwareAccelerated ? new DotProductKernel<Simd512>()
        : Vector256.IsHardwareAccelerated ? new DotProductKernel<Simd256>()
        : Vector128.IsHardwareAccelerated ? new DotProductKernel<Simd128>()
        : new DotProductKernel<SimdScalar>();

    /// <summary>All kernels that work here, to test each.</summary>
    public static IReadOnlyList<DotProductKernel> All { get; } =
    [
        new DotProductKernel<Simd512>(),
        new DotProductKernel<Simd256>(),
        new DotProductKernel<Simd128>(),
        new DotProductKernel<SimdScalar>(),
    ];

    /// <summary>products[i * BlockRows + j] = left row (leftFirst + i) times right row (rightFirst + j).</summary>
    /// <param name="left">Packed rows.</param>
    /// <param name="leftFirst">A multiple of <see cref="BlockRows"/>.</param>
    /// <param name="leftRows">How many rows of the left block are of interest.</param>
    /// <param name="right">Packed rows.</param>
    /// <param name="rightFirst">A multiple of <see cref="BlockRows"/>.</param>
    /// <param name="rightRows">How many rows of the right block are of interest.</param>
    /// <param name="depth">The columns.</param>
    /// <param name="products">BlockRows x BlockRows.</param>
    public abstract void Multiply(
        float[] left, int leftFirst, int leftRows, float[] right, int rightFirst, int rightRows, int depth, float[] products);

    /// <summary>
    /// Finds the next pair of a left row with a right row whose <c>leftNorm + rightNorms[j] - 2 * products[j]</c> is at most the left
    /// row's limit or the right row's.
    /// </summary>
    /// <param name="products">The dot products of the left row; whole registers.</param>
    /// <param name="rightNorms">As many norms.</param>
    /// <param name="rightLimits">As many limits.</param>
    /// <param name="leftNorm">The left row's norm.</param>
    /// <param name="leftLimit">The left row's limit.</param>
    /// <param name="start">Where to go on: a multiple of 32.</param>
    /// <param name="mask">A bit for each of the 32 pairs from the returned position on.</param>
    /// <returns>A position, a multiple of 32, or -1 when there is none left.</returns>
    public abstract int FindAtMost(
        ReadOnlySpan<float> products, ReadOnlySpan<float> rightNorms, ReadOnlySpan<float> rightLimits,
        float leftNorm, float leftLimit, int start, out uint mask);
}
