using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fer.Preprocessing;

/// <summary>
/// 6 x 2 registers of sums, so that twelve independent multiply-adds hide the latency of one, two registers hold the right-hand
/// side and one the broadcast value; 15 registers in all, one less than AVX2 has.
/// </summary>
/// <typeparam name="T">The register.</typeparam>
internal sealed class DotProductKernel<T> : DotProductKernel
    where T : struct, ISimd<T>
{
    private const int TileRows = 6;

    private static int Width => 2 * T.Count;

    public override int PanelWidth => 2 * T.Count;

    public override void Multiply(
        float[] left, int leftFirst, int leftRows, float[] right, int rightFirst, int rightRows, int depth, float[] products)
    {
        ref float leftStart = ref MemoryMarshal.GetArrayDataReference(left);
        ref float rightStart = ref MemoryMarshal.GetArrayDataReference(right);
        ref float output = ref MemoryMarshal.GetArrayDataReference(products);
        for (int from = 0; from < depth; from += DepthStep)
        {
            int count = Math.Min(DepthStep, depth - from);
            for (int column = 0; column < rightRows; column += Width)
            {
                ref float panel = ref Unsafe.Add(ref rightStart, Position(rightFirst + column, from, depth));
                for (int row = 0; row < leftRows; row += TileRows)
                {
                    MultiplyTile(
                        ref Unsafe.Add(ref leftStart, Position(leftFirst + row, from, depth)),
                        ref Unsafe.Add(ref leftStart, Position(leftFirst + row + 1, from, depth)),
                        ref Unsafe.Add(ref leftStart, Position(leftFirst + row + 2, from, depth)),
                        ref Unsafe.Add(ref leftStart, Position(leftFirst + row + 3, from, depth)),
                        ref Unsafe.Add(ref leftStart, Position(leftFirst + row + 4, from, depth)),
                        ref Unsafe.Add(ref leftStart, Position(leftFirst + row + 5, from, depth)),
                        ref panel, count, ref Unsafe.Add(ref output, row * BlockRows + column), from > 0);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public override int FindAtMost(
        ReadOnlySpan<float> products, ReadOnlySpan<float> rightNorms, ReadOnlySpan<float> rightLimits,
        float leftNorm, float leftLimit, int start, out uint mask)
    {
        ref float product = ref MemoryMarshal.GetReference(products);
        ref float norm = ref MemoryMarshal.GetReference(rightNorms);
        ref float limit = ref MemoryMarshal.GetReference(rightLimits);
        T minusTwo = T.Broadcast(-2);
        T ownNorm = T.Broadcast(leftNorm);
        T ownLimit = T.Broadcast(leftLimit);
        for (int position = start; position < products.Length; position += 32)
        {
            mask = 0;
            for (int lane = 0; lane < 32; lane += T.Count)
            {
                int j = position + lane;
                T distance = T.MultiplyAdd(
                    minusTwo, T.Load(ref Unsafe.Add(ref product, j)), T.Add(ownNorm, T.Load(ref Unsafe.Add(ref norm, j))));
                mask |= T.AtMostEither(distance, ownLimit, T.Load(ref Unsafe.Add(ref limit, j))) << lane;
            }

            if (mask != 0)
                return position;
        }

        mask = 0;
        return -1;
    }

    /// <summary>Where a row's values lie from a column on.</summary>
    private static nint Position(int row, int column, int depth) =>
        (nint)(row / Width) * Width * depth + (nint)column * Width + row % Width;

    // Inlined into its caller, it would not keep the sums in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void MultiplyTile(
        ref float row0, ref float row1, ref float row2, ref float row3, ref float row4, ref float row5,
        ref float panel, int depth, ref float output, bool accumulate)
    {
        T zero = T.Broadcast(0);
        T sum00 = zero, sum01 = zero;
        T sum10 = zero, sum11 = zero;
        T sum20 = zero, sum21 = zero;
        T sum30 = zero, sum31 = zero;
        T sum40 = zero, sum41 = zero;
        T sum50 = zero, sum51 = zero;
        nint end = (nint)depth * Width;
        for (nint k = 0; k < end; k += Width)
        {
            T right0 = T.Load(ref Unsafe.Add(ref panel, k)), right1 = T.Load(ref Unsafe.Add(ref panel, k + T.Count));
            T left0 = T.Broadcast(Unsafe.Add(ref row0, k));
            sum00 = T.MultiplyAdd(left0, right0, sum00);
            sum01 = T.MultiplyAdd(left0, right1, sum01);
            T left1 = T.Broadcast(Unsafe.Add(ref row1, k));
            sum10 = T.MultiplyAdd(left1, right0, sum10);
            sum11 = T.MultiplyAdd(left1, right1, sum11);
            T left2 = T.Broadcast(Unsafe.Add(ref row2, k));
            sum20 = T.MultiplyAdd(left2, right0, sum20);
            sum21 = T.MultiplyAdd(left2, right1, sum21);
            T left3 = T.Broadcast(Unsafe.Add(ref row3, k));
            sum30 = T.MultiplyAdd(left3, right0, sum30);
            sum31 = T.MultiplyAdd(left3, right1, sum31);
            T left4 = T.Broadcast(Unsafe.Add(ref row4, k));
            sum40 = T.MultiplyAdd(left4, right0, sum40);
            sum41 = T.MultiplyAdd(left4, right1, sum41);
            T left5 = T.Broadcast(Unsafe.Add(ref row5, k));
            sum50 = T.MultiplyAdd(left5, right0, sum50);
            sum51 = T.MultiplyAdd(left5, right1, sum51);
        }

        StoreRow(ref Unsafe.Add(ref output, 0 * BlockRows), sum00, sum01, accumulate);
        StoreRow(ref Unsafe.Add(ref output, 1 * BlockRows), sum10, sum11, accumulate);
        StoreRow(ref Unsafe.Add(ref output, 2 * BlockRows), sum20, sum21, accumulate);
        StoreRow(ref Unsafe.Add(ref output, 3 * BlockRows), sum30, sum31, accumulate);
        StoreRow(ref Unsafe.Add(ref output, 4 * BlockRows), sum40, sum41, accumulate);
        StoreRow(ref Unsafe.Add(ref output, 5 * BlockRows), sum50, sum51, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow(ref float row, T sum0, T sum1, bool accumulate)
    {
        if (accumulate)
        {
            sum0 = T.Add(T.Load(ref row), sum0);
            sum1 = T.Add(T.Load(ref Unsafe.Add(ref row, T.Count)), sum1);
        }

        T.Store(ref row, sum0);
        T.Store(ref Unsafe.Add(ref row, T.Count), sum1);
    }
}
