using System.Runtime.CompilerServices;

namespace Fer.Preprocessing;

/// <summary>
/// The inverse discrete cosine transform of 8x8 blocks in 13-bit fixed point: the algorithm of Loeffler, Ligtenberg and
/// Moschytz ("Practical fast 1-D DCT algorithms with 11 multiplications", ICASSP 1989) with the scaling and rounding of
/// libjpeg's accurate integer method ("islow"), so that both give the same samples. One number at a time, to be read;
/// <see cref="InverseDct"/> does the same eight at a time.
/// </summary>
internal static class ReferenceInverseDct
{
    public const int ConstantBits = 13;

    // The first pass keeps two more bits than it needs.
    public const int ExtraBits = 2;

    // Factors of the rotations times 2^13, where ck is sqrt(2) cos(k pi / 16).
    public const int C6 = 4433; // 0.541196100
    public const int C2MinusC6 = 6270; // 0.765366865
    public const int C2PlusC6 = 15137; // 1.847759065
    public const int C3 = 9633; // 1.175875602
    public const int FactorOf7 = 2446; // -c1 + c3 + c5 - c7 = 0.298631336
    public const int FactorOf5 = 16819; // c1 + c3 - c5 + c7 = 2.053119869
    public const int FactorOf3 = 25172; // c1 + c3 + c5 - c7 = 3.072711026
    public const int FactorOf1 = 12299; // c1 + c3 - c5 - c7 = 1.501321110
    public const int C3MinusC7 = 7373; // 0.899976223
    public const int C1PlusC3 = 20995; // 2.562915447
    public const int C3PlusC5 = 16069; // 1.961570560
    public const int C3MinusC5 = 3196; // 0.390180644

    /// <summary>Makes 8x8 samples of a block of coefficients.</summary>
    /// <param name="coefficients">64 coefficients in natural order.</param>
    /// <param name="quantization">64 quantisation steps in natural order.</param>
    /// <param name="samples">Where the block's upper left sample goes.</param>
    /// <param name="stride">The number of samples from one row to the next.</param>
    public static void Transform(ReadOnlySpan<short> coefficients, ReadOnlySpan<int> quantization, Span<byte> samples, int stride)
    {
        Span<int> workspace = stackalloc int[64];
        for (int column = 0; column < 8; column++)
            TransformColumn(coefficients[column..], quantization[column..], workspace[column..]);
        for (int row = 0; row < 8; row++)
            TransformRow(workspace.Slice(row * 8, 8), samples.Slice(row * stride, 8));
    }

    private static void TransformColumn(ReadOnlySpan<short> coefficients, ReadOnlySpan<int> quantization, Span<int> output)
    {
        var (s0, s1, s2, s3, s4, s5, s6, s7) = Transform1d(
            coefficients[0] * quantization[0],
            coefficients[8] * quantization[8],
            coefficients[16] * quantization[16],
            coefficients[24] * quantization[24],
            coefficients[32] * quantization[32],
            coefficients[40] * quantization[40],
            coefficients[48] * quantization[48],
            coefficients[56] * quantization[56]);
        const int Shift = ConstantBits - ExtraBits;
        output[0] = Descale(s0, Shift);
        output[8] = Descale(s1, Shift);
        output[16] = Descale(s2, Shift);
        output[24] = Descale(s3, Shift);
        output[32] = Descale(s4, Shift);
        output[40] = Descale(s5, Shift);
        output[48] = Descale(s6, Shift);
        output[56] = Descale(s7, Shift);
    }

    private static void TransformRow(ReadOnlySpan<int> input, Span<byte> samples)
    {
        var (s0, s1, s2, s3, s4, s5, s6, s7) =
            Transform1d(input[0], input[1], input[2], input[3], input[4], input[5], input[6], input[7]);
        const int Shift = ConstantBits + ExtraBits + 3;
        samples[0] = ToSample(Descale(s0, Shift));
        samples[1] = ToSample(Descale(s1, Shift));
        samples[2] = ToSample(Descale(s2, Shift));
        samples[3] = ToSample(Descale(s3, Shift));
        samples[4] = ToSample(Descale(s4, Shift));
        samples[5] = ToSample(Descale(s5, Shift));
        samples[6] = ToSample(Descale(s6, Shift));
        samples[7] = ToSample(Descale(s7, Shift));
    }

    // Eight coefficients to eight samples, these times 2^13 (and sqrt(8), which the two passes together take as 2^3).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (int S0, int S1, int S2, int S3, int S4, int S5, int S6, int S7) Transform1d(
        int x0, int x1, int x2, int x3, int x4, int x5, int x6, int x7)
    {
        // Even part: a rotation by 6 pi / 16 and butterflies.
        int rotated = (x2 + x6) * C6;
        int even2 = rotated + (x2 * C2MinusC6);
        int even6 = rotated - (x6 * C2PlusC6);
        int sum = (x0 + x4) << ConstantBits;
        int difference = (x0 - x4) << ConstantBits;
        int e0 = sum + even2;
        int e3 = sum - even2;
        int e1 = difference + even6;
        int e2 = difference - even6;

        // Odd part.
        int common = (x7 + x3 + x5 + x1) * C3;
        int z73 = common - ((x7 + x3) * C3PlusC5);
        int z51 = common - ((x5 + x1) * C3MinusC5);
        int z71 = (x7 + x1) * -C3MinusC7;
        int z53 = (x5 + x3) * -C1PlusC3;
        int o0 = (x7 * FactorOf7) + z71 + z73;
        int o1 = (x5 * FactorOf5) + z53 + z51;
        int o2 = (x3 * FactorOf3) + z53 + z73;
        int o3 = (x1 * FactorOf1) + z71 + z51;

        return (e0 + o3, e1 + o2, e2 + o1, e3 + o0, e3 - o0, e2 - o1, e1 - o2, e0 - o3);
    }

    private static int Descale(int value, int bits) => (value + (1 << (bits - 1))) >> bits;

    private static byte ToSample(int value) => (byte)Math.Clamp(value + 128, 0, 255);
}
