namespace Fer.Preprocessing;

/// <summary>
/// The forward discrete cosine transform of 8x8 blocks, the counterpart of <see cref="ReferenceInverseDct"/>: the same algorithm in the
/// same fixed point, with the scaling and rounding of libjpeg's accurate integer method.
/// </summary>
internal static class ForwardDct
{
    private const int ConstantBits = ReferenceInverseDct.ConstantBits;
    private const int ExtraBits = ReferenceInverseDct.ExtraBits;

    /// <summary>Transforms a block in place.</summary>
    /// <param name="block">64 samples less 128; then the coefficients in natural order, times 8.</param>
    public static void Transform(Span<int> block)
    {
        for (int row = 0; row < 8; row++)
            Transform1d(block[(row * 8)..], 1, -ExtraBits, ConstantBits - ExtraBits);
        for (int column = 0; column < 8; column++)
            Transform1d(block[column..], 8, ExtraBits, ConstantBits + ExtraBits);
    }

    // Of the results, the two without factors are moved by fewer bits than the others.
    private static void Transform1d(Span<int> x, int step, int plainShift, int shift)
    {
        (int sum07, int odd0) = (x[0] + x[7 * step], x[0] - x[7 * step]);
        (int sum16, int odd1) = (x[step] + x[6 * step], x[step] - x[6 * step]);
        (int sum25, int odd2) = (x[2 * step] + x[5 * step], x[2 * step] - x[5 * step]);
        (int sum34, int odd3) = (x[3 * step] + x[4 * step], x[3 * step] - x[4 * step]);

        // Even part.
        (int e0, int e3) = (sum07 + sum34, sum07 - sum34);
        (int e1, int e2) = (sum16 + sum25, sum16 - sum25);
        int rotated = (e2 + e3) * ReferenceInverseDct.C6;
        x[0] = plainShift < 0 ? (e0 + e1) << -plainShift : Descale(e0 + e1, plainShift);
        x[4 * step] = plainShift < 0 ? (e0 - e1) << -plainShift : Descale(e0 - e1, plainShift);
        x[2 * step] = Descale(rotated + (e3 * ReferenceInverseDct.C2MinusC6), shift);
        x[6 * step] = Descale(rotated - (e2 * ReferenceInverseDct.C2PlusC6), shift);

        // Odd part.
        int common = (odd3 + odd1 + odd2 + odd0) * ReferenceInverseDct.C3;
        int z31 = common - ((odd3 + odd1) * ReferenceInverseDct.C3PlusC5);
        int z20 = common - ((odd2 + odd0) * ReferenceInverseDct.C3MinusC5);
        int z30 = (odd3 + odd0) * -ReferenceInverseDct.C3MinusC7;
        int z21 = (odd2 + odd1) * -ReferenceInverseDct.C1PlusC3;
        x[7 * step] = Descale((odd3 * ReferenceInverseDct.FactorOf7) + z30 + z31, shift);
        x[5 * step] = Descale((odd2 * ReferenceInverseDct.FactorOf5) + z21 + z20, shift);
        x[3 * step] = Descale((odd1 * ReferenceInverseDct.FactorOf3) + z21 + z31, shift);
        x[step] = Descale((odd0 * ReferenceInverseDct.FactorOf1) + z30 + z20, shift);
    }

    private static int Descale(int value, int bits) => (value + (1 << (bits - 1))) >> bits;
}
