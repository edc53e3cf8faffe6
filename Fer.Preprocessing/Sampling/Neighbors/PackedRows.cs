using System.Runtime.CompilerServices;

namespace Fer.Preprocessing;

/// <summary>
/// Rows as the kernel takes them: moved to a common centre (which the rounding errors of squared distances call for), scaled by a
/// power of two so that no sum leaves float32's range, rounded to float32, packed in panels; with bounds of their squared norms.
/// </summary>
internal sealed class PackedRows
{
    // Scaled values are at most 2^40, so sums of up to 2^31 squares stay within float32's range.
    private const int LargestExponent = 40;

    private PackedRows(int count, int columns, int paddedCount)
    {
        Count = count;
        Columns = columns;
        Values = GC.AllocateUninitializedArray<float>(checked(paddedCount * columns));
        Norms = new float[paddedCount];
        LowerNorms = new float[paddedCount];
    }

    /// <summary>The number of rows, without the padding.</summary>
    public int Count { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The panels; up to a whole block, rows of zeros follow the rows.</summary>
    public float[] Values { get; }

    /// <summary>The squared norms n.</summary>
    public float[] Norms { get; }

    /// <summary>
    /// The squared norms less the error that squared distances made of them can have (see <see cref="Precision"/>): with them,
    /// a + b - 2ab is never more than the true squared distance. Infinite for the padding, so that it is nobody's neighbour.
    /// </summary>
    public float[] LowerNorms { get; }

    /// <summary>The number of blocks.</summary>
    public int Blocks => (Count + DotProductKernel.BlockRows - 1) / DotProductKernel.BlockRows;

    /// <summary>The number of rows in a block.</summary>
    public int RowsInBlock(int block) => Math.Min(DotProductKernel.BlockRows, Count - block * DotProductKernel.BlockRows);

    /// <summary>Packs rows.</summary>
    public static PackedRows Pack<T>(
        FeatureRows<T> rows, PackingFrame frame, DotProductKernel kernel, int threads, CancellationToken cancellationToken)
        where T : unmanaged
    {
        int blocks = (rows.Count + DotProductKernel.BlockRows - 1) / DotProductKernel.BlockRows;
        var packed = new PackedRows(rows.Count, rows.Columns, blocks * DotProductKernel.BlockRows);
        int width = kernel.PanelWidth;
        var precision = new Precision(rows.Columns);
        ParallelItems.For(
            packed.Norms.Length / width, threads, null, panel => packed.PackPanel(rows, frame, panel * width, width, precision),
            cancellationToken);
        return packed;
    }

    private void PackPanel<T>(FeatureRows<T> rows, PackingFrame frame, int first, int width, Precision precision)
        where T : unmanaged
    {
        Span<float> panel = Values.AsSpan(first * Columns, width * Columns);
        if (first + width > Count)
            panel.Clear();
        for (int r = 0; r < width; r++)
        {
            int row = first + r;
            if (row >= Count)
            {
                LowerNorms[row] = float.PositiveInfinity;
                continue;
            }

            double norm = PackRow(rows.Row(row), frame, panel[r..], width);
            Norms[row] = (float)norm;
            LowerNorms[row] = precision.LowerNorm(norm);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static double PackRow<T>(ReadOnlySpan<T> row, PackingFrame frame, Span<float> destination, int width)
        where T : unmanaged
    {
        ReadOnlySpan<double> center = frame.Center;
        double scale = frame.Scale;
        double norm = 0;
        for (int c = 0, to = 0; c < row.Length; c++, to += width)
        {
            float value = (float)((ToDouble(row[c]) - center[c]) * scale);
            destination[to] = value;
            norm += (double)value * value;
        }

        return norm;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double ToDouble<T>(T value)
        where T : unmanaged =>
        typeof(T) == typeof(float) ? (float)(object)value
        : typeof(T) == typeof(double) ? (double)(object)value
        : (byte)(object)value;

    /// <summary>The power of two that brings a value to the largest exponent, or a little less.</summary>
    internal static double ScaleFor(double largest) =>
        largest > 0 ? Math.ScaleB(1, LargestExponent - Math.Clamp(Math.ILogB(largest) + 1, -1020 + LargestExponent, 1020)) : 1;
}
