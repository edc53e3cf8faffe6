using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fer.Preprocessing;

/// <summary>
/// Sixteen numbers at once from 8 or 16 bits through single precision to rounded bytes, in registers as wide as the machine has.
/// </summary>
internal static class ScaledLevels
{
    /// <summary>Added to a float from 0 to 2^22 it leaves the number rounded, halves to even, in the low bits.</summary>
    private const float RoundingMagic = 1 << 23;

    /// <summary>Scales cumulative sums to levels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> FromSums(Vector256<ushort> sums, float scale)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<uint> wide = Vector512.WidenLower(sums.ToVector512Unsafe());
            return Narrow((Vector512.ConvertToSingle(wide.AsInt32()) * scale) + Vector512.Create(RoundingMagic));
        }

        return Narrow(
            (Vector256.ConvertToSingle(Vector256.WidenLower(sums).AsInt32()) * scale) + Vector256.Create(RoundingMagic),
            (Vector256.ConvertToSingle(Vector256.WidenUpper(sums).AsInt32()) * scale) + Vector256.Create(RoundingMagic));
    }

    /// <summary>Interpolates between the four levels of each entry, in OpenCV's order, each step rounded to single precision.</summary>
    /// <param name="entries">16 entries: upper left, upper right, lower left, lower right level from the lowest byte.</param>
    /// <param name="left">16 weights of the levels on the left.</param>
    /// <param name="right">16 weights of the levels on the right.</param>
    /// <param name="offset">Where the 16 are, in all three.</param>
    /// <param name="top">The weight of the upper levels.</param>
    /// <param name="bottom">The weight of the lower levels.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Interpolate(ref uint entries, ref float left, ref float right, nuint offset, float top, float bottom)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<uint> four = Vector512.LoadUnsafe(ref entries, offset);
            Vector512<float> leftWeight = Vector512.LoadUnsafe(ref left, offset);
            Vector512<float> rightWeight = Vector512.LoadUnsafe(ref right, offset);
            Vector512<float> upper = (Byte(four, 0) * leftWeight) + (Byte(four, 1) * rightWeight);
            Vector512<float> lower = (Byte(four, 2) * leftWeight) + (Byte(four, 3) * rightWeight);
            return Narrow(((upper * top) + (lower * bottom)) + Vector512.Create(RoundingMagic));
        }

        return Narrow(
            Interpolate8(ref entries, ref left, ref right, offset, top, bottom),
            Interpolate8(ref entries, ref left, ref right, offset + 8, top, bottom));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Interpolate8(ref uint entries, ref float left, ref float right, nuint offset, float top, float bottom)
    {
        Vector256<uint> four = Vector256.LoadUnsafe(ref entries, offset);
        Vector256<float> leftWeight = Vector256.LoadUnsafe(ref left, offset);
        Vector256<float> rightWeight = Vector256.LoadUnsafe(ref right, offset);
        Vector256<float> upper = (Byte(four, 0) * leftWeight) + (Byte(four, 1) * rightWeight);
        Vector256<float> lower = (Byte(four, 2) * leftWeight) + (Byte(four, 3) * rightWeight);
        return ((upper * top) + (lower * bottom)) + Vector256.Create(RoundingMagic);
    }

    private static Vector512<float> Byte(Vector512<uint> entries, int index) =>
        Vector512.ConvertToSingle(((entries >>> (8 * index)) & Vector512.Create(0xFFu)).AsInt32());

    private static Vector256<float> Byte(Vector256<uint> entries, int index) =>
        Vector256.ConvertToSingle(((entries >>> (8 * index)) & Vector256.Create(0xFFu)).AsInt32());

    private static Vector128<byte> Narrow(Vector512<float> rounded)
    {
        Vector512<ushort> shorts = Vector512.Narrow(rounded.AsUInt32(), Vector512<uint>.Zero);
        return Vector256.Narrow(shorts.GetLower(), Vector256<ushort>.Zero).GetLower();
    }

    private static Vector128<byte> Narrow(Vector256<float> first, Vector256<float> second)
    {
        Vector256<ushort> shorts = Vector256.Narrow(first.AsUInt32(), second.AsUInt32());
        return Vector128.Narrow(shorts.GetLower(), shorts.GetUpper());
    }
}
