using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Fer.Engine;

/// <summary>
/// The register kernels: 6 x 2 registers of sums, so that twelve independent multiply-adds hide the latency of one, two
/// registers hold the right-hand side and one the broadcast value; 15 registers in all, one less than AVX2 has.
/// </summary>
/// <typeparam name="T">The register.</typeparam>
internal sealed unsafe class MatrixKernels<T> : MatrixKernels
    where T : struct, ISimd<T>
{
    public override int PanelWidth => 2 * T.Count;

    public override DepthwiseKernels Depthwise { get; } = new DepthwiseKernels<T>();

    public override WinogradKernels Winograd { get; } = new WinogradKernels<T>();

    [MethodImpl(Kernel.Compilation)]
    public override void Convolve(
        float** rows, int taps, int* tapNumbers, int depth, float* panel, float* bias, float* addend, bool relu,
        float* output, int outputStride, int validRows, int validColumns)
    {
        T start0 = bias == null ? T.Broadcast(0) : T.Load(bias);
        T start1 = bias == null ? T.Broadcast(0) : T.Load(bias + T.Count);
        T sum00 = start0, sum01 = start1;
        T sum10 = start0, sum11 = start1;
        T sum20 = start0, sum21 = start1;
        T sum30 = start0, sum31 = start1;
        T sum40 = start0, sum41 = start1;
        T sum50 = start0, sum51 = start1;
        float* tapWeights = panel;
        if (addend != null)
            Prefetch(addend, outputStride);
        for (int tap = 0; tap < taps; tap++, rows += TileRows)
        {
            if (tapNumbers != null)
                panel = tapWeights + (nint)tapNumbers[tap] * depth * 2 * T.Count;
            float* row0 = rows[0], row1 = rows[1], row2 = rows[2], row3 = rows[3], row4 = rows[4], row5 = rows[5];
            for (int c = 0; c < depth; c++, panel += 2 * T.Count)
            {
                T right0 = T.Load(panel), right1 = T.Load(panel + T.Count);
                T left0 = T.Broadcast(row0[c]);
                sum00 = T.MultiplyAdd(left0, right0, sum00);
                sum01 = T.MultiplyAdd(left0, right1, sum01);
                T left1 = T.Broadcast(row1[c]);
                sum10 = T.MultiplyAdd(left1, right0, sum10);
                sum11 = T.MultiplyAdd(left1, right1, sum11);
                T left2 = T.Broadcast(row2[c]);
                sum20 = T.MultiplyAdd(left2, right0, sum20);
                sum21 = T.MultiplyAdd(left2, right1, sum21);
                T left3 = T.Broadcast(row3[c]);
                sum30 = T.MultiplyAdd(left3, right0, sum30);
                sum31 = T.MultiplyAdd(left3, right1, sum31);
                T left4 = T.Broadcast(row4[c]);
                sum40 = T.MultiplyAdd(left4, right0, sum40);
                sum41 = T.MultiplyAdd(left4, right1, sum41);
                T left5 = T.Broadcast(row5[c]);
                sum50 = T.MultiplyAdd(left5, right0, sum50);
                sum51 = T.MultiplyAdd(left5, right1, sum51);
            }
        }

        if (validRows == TileRows && validColumns == 2 * T.Count)
        {
            Finish(output, addend, 0 * (nint)outputStride, relu, sum00, sum01);
            Finish(output, addend, 1 * (nint)outputStride, relu, sum10, sum11);
            Finish(output, addend, 2 * (nint)outputStride, relu, sum20, sum21);
            Finish(output, addend, 3 * (nint)outputStride, relu, sum30, sum31);
            Finish(output, addend, 4 * (nint)outputStride, relu, sum40, sum41);
            Finish(output, addend, 5 * (nint)outputStride, relu, sum50, sum51);
            return;
        }

        FinishPart(output, addend, 0 * (nint)outputStride, relu, sum00, sum01, validColumns);
        if (validRows > 1)
            FinishPart(output, addend, 1 * (nint)outputStride, relu, sum10, sum11, validColumns);
        if (validRows > 2)
            FinishPart(output, addend, 2 * (nint)outputStride, relu, sum20, sum21, validColumns);
        if (validRows > 3)
            FinishPart(output, addend, 3 * (nint)outputStride, relu, sum30, sum31, validColumns);
        if (validRows > 4)
            FinishPart(output, addend, 4 * (nint)outputStride, relu, sum40, sum41, validColumns);
        if (validRows > 5)
            FinishPart(output, addend, 5 * (nint)outputStride, relu, sum50, sum51, validColumns);
    }

    [MethodImpl(Kernel.Compilation)]
    public override void AccumulateOuterProducts(
        float* left, int* leftRows, int leftStep, float* right, int rows, int pixels, float* tile, int validRows, bool accumulate)
    {
        T zero = T.Broadcast(0);
        T sum00 = zero, sum01 = zero;
        T sum10 = zero, sum11 = zero;
        T sum20 = zero, sum21 = zero;
        T sum30 = zero, sum31 = zero;
        T sum40 = zero, sum41 = zero;
        T sum50 = zero, sum51 = zero;
        for (int row = 0; row < rows; row++)
        {
            float* pixel = left + leftRows[row];
            for (int x = 0; x < pixels; x++, pixel += leftStep, right += 2 * T.Count)
            {
                T right0 = T.Load(right), right1 = T.Load(right + T.Count);
                T left0 = T.Broadcast(pixel[0]);
                sum00 = T.MultiplyAdd(left0, right0, sum00);
                sum01 = T.MultiplyAdd(left0, right1, sum01);
                T left1 = T.Broadcast(pixel[1]);
                sum10 = T.MultiplyAdd(left1, right0, sum10);
                sum11 = T.MultiplyAdd(left1, right1, sum11);
                T left2 = T.Broadcast(pixel[2]);
                sum20 = T.MultiplyAdd(left2, right0, sum20);
                sum21 = T.MultiplyAdd(left2, right1, sum21);
                T left3 = T.Broadcast(pixel[3]);
                sum30 = T.MultiplyAdd(left3, right0, sum30);
                sum31 = T.MultiplyAdd(left3, right1, sum31);
                T left4 = T.Broadcast(pixel[4]);
                sum40 = T.MultiplyAdd(left4, right0, sum40);
                sum41 = T.MultiplyAdd(left4, right1, sum41);
                T left5 = T.Broadcast(pixel[5]);
                sum50 = T.MultiplyAdd(left5, right0, sum50);
                sum51 = T.MultiplyAdd(left5, right1, sum51);
            }
        }

        StoreRow(tile + 0 * T.Count, sum00, sum01, accumulate);
        if (validRows > 1)
            StoreRow(tile + 2 * T.Count, sum10, sum11, accumulate);
        if (validRows > 2)
            StoreRow(tile + 4 * T.Count, sum20, sum21, accumulate);
        if (validRows > 3)
            StoreRow(tile + 6 * T.Count, sum30, sum31, accumulate);
        if (validRows > 4)
            StoreRow(tile + 8 * T.Count, sum40, sum41, accumulate);
        if (validRows > 5)
            StoreRow(tile + 10 * T.Count, sum50, sum51, accumulate);
    }

    /// <summary>Has a tile's addend on its way into the cache while the products are summed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(float* tile, int stride)
    {
        if (!Sse.IsSupported)
            return;
        for (int row = 0; row < TileRows; row++, tile += stride)
        {
            Sse.Prefetch0(tile);
            Sse.Prefetch0(tile + T.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(float* output, float* addend, nint row, bool relu, T sum0, T sum1)
    {
        Finish(output, addend, row, relu, sum0);
        Finish(output, addend, row + T.Count, relu, sum1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(float* output, float* addend, nint offset, bool relu, T sum)
    {
        if (addend != null)
            sum = T.Add(T.Load(addend + offset), sum);
        if (relu)
            sum = T.Max(sum, T.Broadcast(0));
        T.Store(output + offset, sum);
    }

    /// <summary>The same for the first columns only.</summary>
    private static void FinishPart(float* output, float* addend, nint row, bool relu, T sum0, T sum1, int validColumns)
    {
        if (validColumns < T.Count)
        {
            FinishColumns(output, addend, row, relu, sum0, validColumns);
            return;
        }

        Finish(output, addend, row, relu, sum0);
        FinishColumns(output, addend, row + T.Count, relu, sum1, validColumns - T.Count);
    }

    /// <summary>The first columns of one register, by way of the stack.</summary>
    private static void FinishColumns(float* output, float* addend, nint offset, bool relu, T sum, int columns)
    {
        float* values = stackalloc float[T.Count];
        if (addend != null)
        {
            for (int column = 0; column < columns; column++)
                values[column] = addend[offset + column];
        }

        Finish(values, addend == null ? null : values, 0, relu, sum);
        for (int column = 0; column < columns; column++)
            output[offset + column] = values[column];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow(float* row, T sum0, T sum1, bool accumulate)
    {
        if (accumulate)
        {
            sum0 = T.Add(T.Load(row), sum0);
            sum1 = T.Add(T.Load(row + T.Count), sum1);
        }

        T.Store(row, sum0);
        T.Store(row + T.Count, sum1);
    }
}
