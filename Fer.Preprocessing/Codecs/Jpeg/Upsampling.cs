using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fer.Preprocessing;

/// <summary><see cref="ReferenceUpsampling"/> with sixteen samples at once; the remaining ones are left to it.</summary>
internal static class Upsampling
{
    private const int Count = 16;

    /// <inheritdoc cref="ReferenceUpsampling.DoubleWidth"/>
    public static void DoubleWidth(ReadOnlySpan<byte> input, Span<byte> output)
    {
        int x = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; x + 1 + Count <= input.Length && (2 * (x + Count)) + 1 <= output.Length; x += Count)
            {
                Vector256<ushort> left = Widen(input, x);
                Vector256<ushort> right = Widen(input, x + 1);
                Vector256<ushort> first = ((left * 3) + right + Vector256.Create((ushort)2)) >> 2;
                Vector256<ushort> second = ((right * 3) + left + Vector256.Create((ushort)1)) >> 2;
                WritePairs(first, second, output, x);
            }
        }

        ReferenceUpsampling.DoubleWidth(input, output, x);
    }

    /// <inheritdoc cref="ReferenceUpsampling.DoubleHeight"/>
    public static void DoubleHeight(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, bool roundUp, Span<byte> output)
    {
        int x = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<ushort> bias = Vector256.Create((ushort)(roundUp ? 2 : 1));
            for (; x + Count <= near.Length; x += Count)
            {
                Vector256<ushort> sum = ((Widen(near, x) * 3) + Widen(far, x) + bias) >> 2;
                Vector128.Narrow(sum.GetLower(), sum.GetUpper()).CopyTo(output[x..]);
            }
        }

        ReferenceUpsampling.DoubleHeight(near[x..], far[x..], roundUp, output[x..]);
    }

    /// <inheritdoc cref="ReferenceUpsampling.DoubleBoth"/>
    public static void DoubleBoth(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, Span<byte> output)
    {
        int x = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            output[0] = (byte)(((4 * ((3 * near[0]) + far[0])) + 8) >> 4);
            for (; x + 1 + Count <= near.Length && (2 * (x + Count)) + 1 <= output.Length; x += Count)
            {
                Vector256<ushort> left = (Widen(near, x) * 3) + Widen(far, x);
                Vector256<ushort> right = (Widen(near, x + 1) * 3) + Widen(far, x + 1);
                Vector256<ushort> first = ((left * 3) + right + Vector256.Create((ushort)7)) >> 4;
                Vector256<ushort> second = ((right * 3) + left + Vector256.Create((ushort)8)) >> 4;
                WritePairs(first, second, output, x);
            }
        }

        ReferenceUpsampling.DoubleBoth(near, far, output, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Widen(ReadOnlySpan<byte> samples, int x)
    {
        Vector128<byte> bytes = Vector128.Create(samples.Slice(x, Count));
        return Vector256.Create(Vector128.WidenLower(bytes), Vector128.WidenUpper(bytes));
    }

    // Between sample x and the one after it lie two new ones; as two bytes of a word they come to lie side by side.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WritePairs(Vector256<ushort> first, Vector256<ushort> second, Span<byte> output, int x) =>
        (first | (second << 8)).AsByte().CopyTo(output[((2 * x) + 1)..]);
}
