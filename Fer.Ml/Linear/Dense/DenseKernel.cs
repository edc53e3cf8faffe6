using System.Runtime.Intrinsics;

namespace Fer.Ml;

/// <summary>The kernels of this machine, and the shapes they take.</summary>
internal static class DenseKernel
{
    /// <summary>Rows and columns come in multiples of this; columns of floats in twice as many.</summary>
    public const int Tile = 8;

    /// <summary>The widest kernel of this machine.</summary>
    public static DenseKernel<double> Best { get; } =
        Vector512.IsHardwareAccelerated ? new DenseTiles<DoubleSimd512, double>()
        : Vector256.IsHardwareAccelerated ? new DenseTiles<DoubleSimd256, double>()
        : new DenseTiles<DoubleSimd128, double>();

    /// <summary>The widest kernel of this machine in single precision.</summary>
    public static DenseKernel<float> BestSingle { get; } =
        Vector512.IsHardwareAccelerated ? new DenseTiles<SingleSimd512, float>()
        : Vector256.IsHardwareAccelerated ? new DenseTiles<SingleSimd256, float>()
        : new DenseTiles<SingleSimd128, float>();

    /// <summary>All kernels, to test each.</summary>
    public static IReadOnlyList<DenseKernel<double>> All { get; } =
        [new DenseTiles<DoubleSimd512, double>(), new DenseTiles<DoubleSimd256, double>(), new DenseTiles<DoubleSimd128, double>()];

    /// <summary>All kernels in single precision, to test each.</summary>
    public static IReadOnlyList<DenseKernel<float>> AllSingle { get; } =
        [new DenseTiles<SingleSimd512, float>(), new DenseTiles<SingleSimd256, float>(), new DenseTiles<SingleSimd128, float>()];

    /// <summary>The least number from <paramref name="count"/> on that is a multiple of <paramref name="tile"/>.</summary>
    public static int Padded(int count, int tile = Tile) => (count + tile - 1) / tile * tile;

    /// <summary>
    /// The values from one row of a buffer to the next: whole registers, and an odd number of cache lines, so that a column of the
    /// buffer does not fall into a few sets of the cache.
    /// </summary>
    public static int Stride(int columns, int tile = Tile) => ((columns + tile - 1) / tile | 1) * tile;
}
