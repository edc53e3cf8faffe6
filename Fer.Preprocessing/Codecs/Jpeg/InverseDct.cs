using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fer.Preprocessing;

/// <summary>
/// <see cref="ReferenceInverseDct"/> with eight columns, then eight rows at once, where the processor has AVX2. The samples are the
/// same for all coefficients, impossible ones among them.
/// </summary>
internal static class InverseDct
{
    private const int ConstantBits = ReferenceInverseDct.ConstantBits;
    private const int ExtraBits = ReferenceInverseDct.ExtraBits;

    /// <inheritdoc cref="ReferenceInverseDct.Transform"/>
    public static void Transform(ReadOnlySpan<short> coefficients, ReadOnlySpan<int> quantization, Span<byte> samples, int stride)
    {
        if (Avx2.IsSupported)
            TransformVectors(coefficients, quantization, samples, stride);
        else
            ReferenceInverseDct.Transform(coefficients, quantization, samples, stride);
    }

    /// <summary>Makes 8x8 samples of a block that has nothing but its DC coefficient.</summary>
    public static void FillConstant(int dc, Span<byte> samples, int stride)
    {
        byte value = (byte)Math.Clamp((((dc << ExtraBits) + 16) >> (ExtraBits + 3)) + 128, 0, 255);
        for (int row = 0; row < 8; row++)
            samples.Slice(row * stride, 8).Fill(value);
    }

    private static void TransformVectors(
        ReadOnlySpan<short> coefficients, ReadOnlySpan<int> quantization, Span<byte> samples, int stride)
    {
        Vector256<int> r0 = Dequantize(coefficients, quantization, 0);
        Vector256<int> r1 = Dequantize(coefficients, quantization, 1);
        Vector256<int> r2 = Dequantize(coefficients, quantization, 2);
        Vector256<int> r3 = Dequantize(coefficients, quantization, 3);
        Vector256<int> r4 = Dequantize(coefficients, quantization, 4);
        Vector256<int> r5 = Dequantize(coefficients, quantization, 5);
        Vector256<int> r6 = Dequantize(coefficients, quantization, 6);
        Vector256<int> r7 = Dequantize(coefficients, quantization, 7);
        Transform1d(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, ConstantBits - ExtraBits);
        Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Transform1d(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, ConstantBits + ExtraBits + 3);
        Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        WriteRows(r0, r1, r2, r3, samples, stride);
        WriteRows(r4, r5, r6, r7, samples[(4 * stride)..], stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Dequantize(ReadOnlySpan<short> coefficients, ReadOnlySpan<int> quantization, int row)
    {
        Vector128<short> eight = Vector128.Create(coefficients.Slice(row * 8, 8));
        return Avx2.ConvertToVector256Int32(eight) * Vector256.Create(quantization.Slice(row * 8, 8));
    }

    // The reference's steps, line by line.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transform1d(
        ref Vector256<int> x0, ref Vector256<int> x1, ref Vector256<int> x2, ref Vector256<int> x3,
        ref Vector256<int> x4, ref Vector256<int> x5, ref Vector256<int> x6, ref Vector256<int> x7, [ConstantExpected] int shift)
    {
        Vector256<int> rotated = (x2 + x6) * ReferenceInverseDct.C6;
        Vector256<int> even2 = rotated + (x2 * ReferenceInverseDct.C2MinusC6);
        Vector256<int> even6 = rotated - (x6 * ReferenceInverseDct.C2PlusC6);
        Vector256<int> half = Vector256.Create(1 << (shift - 1)); // to round, added once
        Vector256<int> sum = ((x0 + x4) << ConstantBits) + half;
        Vector256<int> difference = ((x0 - x4) << ConstantBits) + half;
        Vector256<int> e0 = sum + even2;
        Vector256<int> e3 = sum - even2;
        Vector256<int> e1 = difference + even6;
        Vector256<int> e2 = difference - even6;

        Vector256<int> common = (x7 + x3 + x5 + x1) * ReferenceInverseDct.C3;
        Vector256<int> z73 = common - ((x7 + x3) * ReferenceInverseDct.C3PlusC5);
        Vector256<int> z51 = common - ((x5 + x1) * ReferenceInverseDct.C3MinusC5);
        Vector256<int> z71 = (x7 + x1) * -ReferenceInverseDct.C3MinusC7;
        Vector256<int> z53 = (x5 + x3) * -ReferenceInverseDct.C1PlusC3;
        Vector256<int> o0 = (x7 * ReferenceInverseDct.FactorOf7) + z71 + z73;
        Vector256<int> o1 = (x5 * ReferenceInverseDct.FactorOf5) + z53 + z51;
        Vector256<int> o2 = (x3 * ReferenceInverseDct.FactorOf3) + z53 + z73;
        Vector256<int> o3 = (x1 * ReferenceInverseDct.FactorOf1) + z71 + z51;

        x0 = (e0 + o3) >> shift;
        x1 = (e1 + o2) >> shift;
        x2 = (e2 + o1) >> shift;
        x3 = (e3 + o0) >> shift;
        x4 = (e3 - o0) >> shift;
        x5 = (e2 - o1) >> shift;
        x6 = (e1 - o2) >> shift;
        x7 = (e0 - o3) >> shift;
    }

    // Swaps single numbers, then pairs, then halves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        ref Vector256<int> r0, ref Vector256<int> r1, ref Vector256<int> r2, ref Vector256<int> r3,
        ref Vector256<int> r4, ref Vector256<int> r5, ref Vector256<int> r6, ref Vector256<int> r7)
    {
        Vector256<long> a0 = Avx2.UnpackLow(r0, r1).AsInt64();
        Vector256<long> a1 = Avx2.UnpackHigh(r0, r1).AsInt64();
        Vector256<long> a2 = Avx2.UnpackLow(r2, r3).AsInt64();
        Vector256<long> a3 = Avx2.UnpackHigh(r2, r3).AsInt64();
        Vector256<long> a4 = Avx2.UnpackLow(r4, r5).AsInt64();
        Vector256<long> a5 = Avx2.UnpackHigh(r4, r5).AsInt64();
        Vector256<long> a6 = Avx2.UnpackLow(r6, r7).AsInt64();
        Vector256<long> a7 = Avx2.UnpackHigh(r6, r7).AsInt64();
        Vector256<int> b0 = Avx2.UnpackLow(a0, a2).AsInt32();
        Vector256<int> b1 = Avx2.UnpackHigh(a0, a2).AsInt32();
        Vector256<int> b2 = Avx2.UnpackLow(a1, a3).AsInt32();
        Vector256<int> b3 = Avx2.UnpackHigh(a1, a3).AsInt32();
        Vector256<int> b4 = Avx2.UnpackLow(a4, a6).AsInt32();
        Vector256<int> b5 = Avx2.UnpackHigh(a4, a6).AsInt32();
        Vector256<int> b6 = Avx2.UnpackLow(a5, a7).AsInt32();
        Vector256<int> b7 = Avx2.UnpackHigh(a5, a7).AsInt32();
        r0 = Avx2.Permute2x128(b0, b4, 0x20);
        r1 = Avx2.Permute2x128(b1, b5, 0x20);
        r2 = Avx2.Permute2x128(b2, b6, 0x20);
        r3 = Avx2.Permute2x128(b3, b7, 0x20);
        r4 = Avx2.Permute2x128(b0, b4, 0x31);
        r5 = Avx2.Permute2x128(b1, b5, 0x31);
        r6 = Avx2.Permute2x128(b2, b6, 0x31);
        r7 = Avx2.Permute2x128(b3, b7, 0x31);
    }

    // Saturated as a signed number and then moved up by 128, a sample is clamped to 0 to 255.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteRows(
        Vector256<int> r0, Vector256<int> r1, Vector256<int> r2, Vector256<int> r3, Span<byte> samples, int stride)
    {
        Vector256<short> r01 = Vector256.NarrowWithSaturation(r0, r1);
        Vector256<short> r23 = Vector256.NarrowWithSaturation(r2, r3);
        Vector256<ulong> rows = (Vector256.NarrowWithSaturation(r01, r23).AsByte() ^ Vector256.Create((byte)0x80)).AsUInt64();
        BinaryPrimitives.WriteUInt64LittleEndian(samples, rows.GetElement(0));
        BinaryPrimitives.WriteUInt64LittleEndian(samples[stride..], rows.GetElement(1));
        BinaryPrimitives.WriteUInt64LittleEndian(samples[(2 * stride)..], rows.GetElement(2));
        BinaryPrimitives.WriteUInt64LittleEndian(samples[(3 * stride)..], rows.GetElement(3));
    }
}
