using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fer.Ml;

/// <summary>
/// Tiles of sums that fill the registers: 8 x 3 of AVX-512's 32, 4 x 3 of AVX2's 16, so that independent multiply-adds hide the
/// latency of one; what is left of the columns goes by 8 x 1.
/// </summary>
/// <typeparam name="T">The register.</typeparam>
/// <typeparam name="TValue">Float or double.</typeparam>
internal sealed class DenseTiles<T, TValue> : DenseKernel<TValue>
    where T : struct, IDenseSimd<T, TValue>
    where TValue : unmanaged
{
    // The rows of the right-hand side that stay in the first cache while all rows of the left-hand side go by.
    private const int DepthStep = 128;

    public override void MultiplyAdd(
        ReadOnlySpan<TValue> left, int leftRow, int leftDepth,
        ReadOnlySpan<TValue> right, int rightStride,
        Span<TValue> result, int resultStride,
        int rows, int columns, int depth)
    {
        if (rows == 0 || columns == 0 || depth == 0)
            return;
        ThrowIfOutside(T.Count, left.Length, leftRow, leftDepth, right.Length, rightStride, result.Length, resultStride, rows, columns, depth);
        ref TValue leftStart = ref MemoryMarshal.GetReference(left);
        ref TValue rightStart = ref MemoryMarshal.GetReference(right);
        ref TValue resultStart = ref MemoryMarshal.GetReference(result);
        for (int from = 0; from < depth; from += DepthStep)
        {
            int count = Math.Min(DepthStep, depth - from);
            ref TValue leftPart = ref Unsafe.Add(ref leftStart, (nint)from * leftDepth);
            ref TValue rightPart = ref Unsafe.Add(ref rightStart, (nint)from * rightStride);
            int column = 0;
            for (; column + 3 * T.Count <= columns; column += 3 * T.Count)
            {
                Strip3(
                    ref leftPart, leftRow, leftDepth, ref Unsafe.Add(ref rightPart, column), rightStride,
                    ref Unsafe.Add(ref resultStart, column), resultStride, rows, count);
            }

            for (; column < columns; column += T.Count)
            {
                for (int row = 0; row < rows; row += 8)
                {
                    Tile8x1(
                        ref Unsafe.Add(ref leftPart, (nint)row * leftRow), leftRow, leftDepth,
                        ref Unsafe.Add(ref rightPart, column), rightStride, count,
                        ref Unsafe.Add(ref resultStart, (nint)row * resultStride + column), resultStride);
                }
            }
        }
    }

    private static void Strip3(
        ref TValue left, nint leftRow, nint leftDepth, ref TValue right, nint rightStride,
        ref TValue result, nint resultStride, int rows, int depth)
    {
        if (T.Bytes == 64)
        {
            for (int row = 0; row < rows; row += 8)
            {
                Tile8x3(
                    ref Unsafe.Add(ref left, row * leftRow), leftRow, leftDepth, ref right, rightStride, depth,
                    ref Unsafe.Add(ref result, row * resultStride), resultStride);
            }
        }
        else
        {
            for (int row = 0; row < rows; row += 4)
            {
                Tile4x3(
                    ref Unsafe.Add(ref left, row * leftRow), leftRow, leftDepth, ref right, rightStride, depth,
                    ref Unsafe.Add(ref result, row * resultStride), resultStride);
            }
        }
    }

    // 8 x 3 registers of sums. Inlined into its caller, it would not keep them in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Tile8x3(
        ref TValue left, nint leftRow, nint leftDepth, ref TValue right, nint rightStride, int depth, ref TValue result, nint resultStride)
    {
        ref TValue left0 = ref left;
        ref TValue left1 = ref Unsafe.Add(ref left0, leftRow);
        ref TValue left2 = ref Unsafe.Add(ref left1, leftRow);
        ref TValue left3 = ref Unsafe.Add(ref left2, leftRow);
        ref TValue left4 = ref Unsafe.Add(ref left3, leftRow);
        ref TValue left5 = ref Unsafe.Add(ref left4, leftRow);
        ref TValue left6 = ref Unsafe.Add(ref left5, leftRow);
        ref TValue left7 = ref Unsafe.Add(ref left6, leftRow);
        T zero = T.Zero;
        T sum00 = zero, sum01 = zero, sum02 = zero;
        T sum10 = zero, sum11 = zero, sum12 = zero;
        T sum20 = zero, sum21 = zero, sum22 = zero;
        T sum30 = zero, sum31 = zero, sum32 = zero;
        T sum40 = zero, sum41 = zero, sum42 = zero;
        T sum50 = zero, sum51 = zero, sum52 = zero;
        T sum60 = zero, sum61 = zero, sum62 = zero;
        T sum70 = zero, sum71 = zero, sum72 = zero;
        nint k = 0;
        for (int step = 0; step < depth; step++)
        {
            T right0 = T.Load(ref right);
            T right1 = T.Load(ref Unsafe.Add(ref right, T.Count));
            T right2 = T.Load(ref Unsafe.Add(ref right, 2 * T.Count));
            T value0 = T.Broadcast(Unsafe.Add(ref left0, k));
            sum00 = T.MultiplyAdd(value0, right0, sum00);
            sum01 = T.MultiplyAdd(value0, right1, sum01);
            sum02 = T.MultiplyAdd(value0, right2, sum02);
            T value1 = T.Broadcast(Unsafe.Add(ref left1, k));
            sum10 = T.MultiplyAdd(value1, right0, sum10);
            sum11 = T.MultiplyAdd(value1, right1, sum11);
            sum12 = T.MultiplyAdd(value1, right2, sum12);
            T value2 = T.Broadcast(Unsafe.Add(ref left2, k));
            sum20 = T.MultiplyAdd(value2, right0, sum20);
            sum21 = T.MultiplyAdd(value2, right1, sum21);
            sum22 = T.MultiplyAdd(value2, right2, sum22);
            T value3 = T.Broadcast(Unsafe.Add(ref left3, k));
            sum30 = T.MultiplyAdd(value3, right0, sum30);
            sum31 = T.MultiplyAdd(value3, right1, sum31);
            sum32 = T.MultiplyAdd(value3, right2, sum32);
            T value4 = T.Broadcast(Unsafe.Add(ref left4, k));
            sum40 = T.MultiplyAdd(value4, right0, sum40);
            sum41 = T.MultiplyAdd(value4, right1, sum41);
            sum42 = T.MultiplyAdd(value4, right2, sum42);
            T value5 = T.Broadcast(Unsafe.Add(ref left5, k));
            sum50 = T.MultiplyAdd(value5, right0, sum50);
            sum51 = T.MultiplyAdd(value5, right1, sum51);
            sum52 = T.MultiplyAdd(value5, right2, sum52);
            T value6 = T.Broadcast(Unsafe.Add(ref left6, k));
            sum60 = T.MultiplyAdd(value6, right0, sum60);
            sum61 = T.MultiplyAdd(value6, right1, sum61);
            sum62 = T.MultiplyAdd(value6, right2, sum62);
            T value7 = T.Broadcast(Unsafe.Add(ref left7, k));
            sum70 = T.MultiplyAdd(value7, right0, sum70);
            sum71 = T.MultiplyAdd(value7, right1, sum71);
            sum72 = T.MultiplyAdd(value7, right2, sum72);
            k += leftDepth;
            right = ref Unsafe.Add(ref right, rightStride);
        }

        AddTo(ref result, sum00);
        AddTo(ref Unsafe.Add(ref result, T.Count), sum01);
        AddTo(ref Unsafe.Add(ref result, 2 * T.Count), sum02);
        result = ref Unsafe.Add(ref result, resultStride);
        AddTo(ref result, sum10);
        AddTo(ref Unsafe.Add(ref result, T.Count), sum11);
        AddTo(ref Unsafe.Add(ref result, 2 * T.Count), sum12);
        result = ref Unsafe.Add(ref result, resultStride);
        AddTo(ref result, sum20);
        AddTo(ref Unsafe.Add(ref result, T.Count), sum21);
        AddTo(ref Unsafe.Add(ref result, 2 * T.Count), sum22);
        result = ref Unsafe.Add(ref result, resultStride);
        AddTo(ref result, sum30);
        AddTo(ref Unsafe.Add(ref result, T.Count), sum31);
        AddTo(ref Unsafe.Add(ref result, 2 * T.Count), sum32);
        result = ref Unsafe.Add(ref result, resultStride);
        AddTo(ref result, sum40);
        AddTo(ref Unsafe.Add(ref result, T.Count), sum41);
        AddTo(ref Unsafe.Add(ref result, 2 * T.Count), sum42);
        result = ref Unsafe.Add(ref result, resultStride);
        AddTo(ref result, sum50);
        AddTo(ref Unsafe.Add(ref result, T.Count), sum51);
        AddTo(ref Unsafe.Add(ref result, 2 * T.Count), sum52);
        result = ref Unsafe.Add(ref result, resultStride);
        AddTo(ref result, sum60);
        AddTo(ref Unsafe.Add(ref result, T.Count), sum61);
        AddTo(ref Unsafe.Add(ref result, 2 * T.Count), sum62);
        result = ref Unsafe.Add(ref result, resultStride);
        AddTo(ref result, sum70);
        AddTo(ref Unsafe.Add(ref result, T.Count), sum71);
        AddTo(ref Unsafe.Add(ref result, 2 * T.Count), sum72);
    }

    // 4 x 3 registers of sums. Inlined into its caller, it would not keep them in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Tile4x3(
        ref TValue left, nint leftRow, nint leftDepth, ref TValue right, nint rightStride, int depth, ref TValue result, nint resultStride)
    {
        ref TValue left0 = ref left;
        ref TValue left1 = ref Unsafe.Add(ref left0, leftRow);
        ref TValue left2 = ref Unsafe.Add(ref left1, leftRow);
        ref TValue left3 = ref Unsafe.Add(ref left2, leftRow);
        T zero = T.Zero;
        T sum00 = zero, sum01 = zero, sum02 = zero;
        T sum10 = zero, sum11 = zero, sum12 = zero;
        T sum20 = zero, sum21 = zero, sum22 = zero;
        T sum30 = zero, sum31 = zero, sum32 = zero;
        nint k = 0;
        for (int step = 0; step < depth; step++)
        {
            T right0 = T.Load(ref right);
            T right1 = T.Load(ref Unsafe.Add(ref right, T.Count));
            T right2 = T.Load(ref Unsafe.Add(ref right, 2 * T.Count));
            T value0 = T.Broadcast(Unsafe.Add(ref left0, k));
            sum00 = T.MultiplyAdd(value0, right0, sum00);
            sum01 = T.MultiplyAdd(value0, right1, sum01);
            sum02 = T.MultiplyAdd(value0, right2, sum02);
            T value1 = T.Broadcast(Unsafe.Add(ref left1, k));
            sum10 = T.MultiplyAdd(value1, right0, sum10);
            sum11 = T.MultiplyAdd(value1, right1, sum11);
            sum12 = T.MultiplyAdd(value1, right2, sum12);
            T value2 = T.Broadcast(Unsafe.Add(ref left2, k));
            sum20 = T.MultiplyAdd(value2, right0, sum20);
            sum21 = T.MultiplyAdd(value2, right1, sum21);
            sum22 = T.MultiplyAdd(value2, right2, sum22);
            T value3 = T.Broadcast(Unsafe.Add(ref left3, k));
            sum30 = T.MultiplyAdd(value3, right0, sum30);
            sum31 = T.MultiplyAdd(value3, right1, sum31);
            sum32 = T.MultiplyAdd(value3, right2, sum32);
            k += leftDepth;
            right = ref Unsafe.Add(ref right, rightStride);
        }

        AddTo(ref result, sum00);
        AddTo(ref Unsafe.Add(ref result, T.Count), sum01);
        AddTo(ref Unsafe.Add(ref result, 2 * T.Count), sum02);
        result = ref Unsafe.Add(ref result, resultStride);
        AddTo(ref result, sum10);
        AddTo(ref Unsafe.Add(ref result, T.Count), sum11);
        AddTo(ref Unsafe.Add(ref result, 2 * T.Count), sum12);
        result = ref Unsafe.Add(ref result, resultStride);
        AddTo(ref result, sum20);
        AddTo(ref Unsafe.Add(ref result, T.Count), sum21);
        AddTo(ref Unsafe.Add(ref result, 2 * T.Count), sum22);
        result = ref Unsafe.Add(ref result, resultStride);
        AddTo(ref result, sum30);
        AddTo(ref Unsafe.Add(ref result, T.Count), sum31);
        AddTo(ref Unsafe.Add(ref result, 2 * T.Count), sum32);
    }

    // 8 x 1 registers of sums. Inlined into its caller, it would not keep them in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Tile8x1(
        ref TValue left, nint leftRow, nint leftDepth, ref TValue right, nint rightStride, int depth, ref TValue result, nint resultStride)
    {
        ref TValue left0 = ref left;
        ref TValue left1 = ref Unsafe.Add(ref left0, leftRow);
        ref TValue left2 = ref Unsafe.Add(ref left1, leftRow);
        ref TValue left3 = ref Unsafe.Add(ref left2, leftRow);
        ref TValue left4 = ref Unsafe.Add(ref left3, leftRow);
        ref TValue left5 = ref Unsafe.Add(ref left4, leftRow);
        ref TValue left6 = ref Unsafe.Add(ref left5, leftRow);
        ref TValue left7 = ref Unsafe.Add(ref left6, leftRow);
        T zero = T.Zero;
        T sum00 = zero;
        T sum10 = zero;
        T sum20 = zero;
        T sum30 = zero;
        T sum40 = zero;
        T sum50 = zero;
        T sum60 = zero;
        T sum70 = zero;
        nint k = 0;
        for (int step = 0; step < depth; step++)
        {
            T right0 = T.Load(ref right);
            T value0 = T.Broadcast(Unsafe.Add(ref left0, k));
            sum00 = T.MultiplyAdd(value0, right0, sum00);
            T value1 = T.Broadcast(Unsafe.Add(ref left1, k));
            sum10 = T.MultiplyAdd(value1, right0, sum10);
            T value2 = T.Broadcast(Unsafe.Add(ref left2, k));
            sum20 = T.MultiplyAdd(value2, right0, sum20);
            T value3 = T.Broadcast(Unsafe.Add(ref left3, k));
            sum30 = T.MultiplyAdd(value3, right0, sum30);
            T value4 = T.Broadcast(Unsafe.Add(ref left4, k));
            sum40 = T.MultiplyAdd(value4, right0, sum40);
            T value5 = T.Broadcast(Unsafe.Add(ref left5, k));
            sum50 = T.MultiplyAdd(value5, right0, sum50);
            T value6 = T.Broadcast(Unsafe.Add(ref left6, k));
            sum60 = T.MultiplyAdd(value6, right0, sum60);
            T value7 = T.Broadcast(Unsafe.Add(ref left7, k));
            sum70 = T.MultiplyAdd(value7, right0, sum70);
            k += leftDepth;
            right = ref Unsafe.Add(ref right, rightStride);
        }

        AddTo(ref result, sum00);
        result = ref Unsafe.Add(ref result, resultStride);
        AddTo(ref result, sum10);
        result = ref Unsafe.Add(ref result, resultStride);
        AddTo(ref result, sum20);
        result = ref Unsafe.Add(ref result, resultStride);
        AddTo(ref result, sum30);
        result = ref Unsafe.Add(ref result, resultStride);
        AddTo(ref result, sum40);
        result = ref Unsafe.Add(ref result, resultStride);
        AddTo(ref result, sum50);
        result = ref Unsafe.Add(ref result, resultStride);
        AddTo(ref result, sum60);
        result = ref Unsafe.Add(ref result, resultStride);
        AddTo(ref result, sum70);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(ref TValue destination, T value) => T.Store(ref destination, T.Add(T.Load(ref destination), value));
}
