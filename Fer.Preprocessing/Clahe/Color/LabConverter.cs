using static Fer.Preprocessing.FixedPoint;

namespace Fer.Preprocessing;

/// <summary>
/// CIE L*a*b* of sRGB under D65 in 8 bits (L* times 2.55, a* and b* plus 128), in fixed point with tables: bit for bit as OpenCV 4's
/// <c>COLOR_RGB2Lab</c> and <c>COLOR_Lab2RGB</c>, for each of the 2^24 colours and of the 2^24 triples.
/// </summary>
internal readonly struct LabConverter : ILightnessConverter
{
    private const int Middle = 128;

    private const int MatrixBits = 12;

    // Linear light has 11 bits (255 x 8), its cube root 15.
    private const int LinearMax = 255 * 8;
    private const int RootBits = 15;
    private const int LightnessScale = ((116 * 255) + 50) / 100;
    private const int LightnessShift = ((16 * 255 << RootBits) + 50) / 100;

    // On the way back, cube roots and X, Y, Z have 14 bits and linear light 12.
    private const int One = 1 << 14;
    private const int InverseBits = MatrixBits + 2;
    private const int InverseLinearMax = (1 << 12) - 1;
    private const int LowestRoot = -8145;

    private static readonly double[] RgbToXyz =
        [0.412453, 0.357580, 0.180423, 0.212671, 0.715160, 0.072169, 0.019334, 0.119193, 0.950227];

    private static readonly double[] XyzToRgb =
        [3.240479, -1.53715, -0.498535, -0.969256, 1.875991, 0.041556, 0.055648, -0.204043, 1.057311];

    private static readonly double[] WhitePoint = [0.950456, 1, 1.088754];

    private static readonly int[] Forward = [.. Enumerable.Range(0, 9).Select(i => Fixed(RgbToXyz[i] / WhitePoint[i / 3]))];
    private static readonly int[] Inverse = [.. Enumerable.Range(0, 9).Select(i => Fixed(XyzToRgb[i] * WhitePoint[i % 3]))];

    private static readonly ushort[] LinearOfLevel = Table(256, i => LinearMax * Linearize(i / 255.0));
    private static readonly ushort[] RootOfLinear = Table(LinearMax * 3 / 2 + 12, i => (1 << RootBits) * Root((double)i / LinearMax));
    private static readonly int[] RootOfLightness = [.. Enumerable.Range(0, 256).Select(InverseRootOf)];
    private static readonly int[] YOfLightness = [.. Enumerable.Range(0, 256).Select(InverseYOf)];
    private static readonly int[] CubeOfRoot = [.. Enumerable.Range(LowestRoot, One * 9 / 4).Select(CubeOf)];
    private static readonly byte[] LevelOfLinear =
        [.. Enumerable.Range(0, InverseLinearMax + 1).Select(i => (byte)Math.Round(255 * Delinearize(i / (InverseLinearMax + 1.0))))];

    /// <inheritdoc/>
    public static (byte Lightness, byte First, byte Second) FromRgb(byte red, byte green, byte blue)
    {
        int r = LinearOfLevel[red];
        int g = LinearOfLevel[green];
        int b = LinearOfLevel[blue];
        int x = RootOfLinear[Row(Forward, 0, r, g, b, MatrixBits)];
        int y = RootOfLinear[Row(Forward, 3, r, g, b, MatrixBits)];
        int z = RootOfLinear[Row(Forward, 6, r, g, b, MatrixBits)];
        return (
            ToByte(Round((LightnessScale * y) - LightnessShift, RootBits)),
            ToByte(Round((500 * (x - y)) + (Middle << RootBits), RootBits)),
            ToByte(Round((200 * (y - z)) + (Middle << RootBits), RootBits)));
    }

    /// <inheritdoc/>
    public static (byte Red, byte Green, byte Blue) ToRgb(byte lightness, byte first, byte second)
    {
        // a* / 500 and b* / 200 with 14 bits, by reciprocals.
        int a = (((5 * first * 53687) + (1 << 7)) >> 13) - (Middle * One / 500);
        int b = (((second * 41943) + (1 << 4)) >> 9) - (Middle * One / 200) + 1;
        int root = RootOfLightness[lightness];
        int x = CubeOfRoot[root + a - LowestRoot];
        int y = YOfLightness[lightness];
        int z = CubeOfRoot[root - b - LowestRoot];
        return (
            LevelOfLinear[Math.Clamp(Row(Inverse, 0, x, y, z, InverseBits), 0, InverseLinearMax)],
            LevelOfLinear[Math.Clamp(Row(Inverse, 3, x, y, z, InverseBits), 0, InverseLinearMax)],
            LevelOfLinear[Math.Clamp(Row(Inverse, 6, x, y, z, InverseBits), 0, InverseLinearMax)]);
    }

    private static int Row(int[] matrix, int first, int x, int y, int z, int bits) =>
        Round((matrix[first] * x) + (matrix[first + 1] * y) + (matrix[first + 2] * z), bits);

    private static int Fixed(double value) => (int)Math.Round(value * (1 << MatrixBits));

    // By way of single precision, which decides two entries that lie next to a half.
    private static ushort[] Table(int length, Func<int, double> value) =>
        [.. Enumerable.Range(0, length).Select(i => (ushort)MathF.Round((float)value(i)))];

    private static double Linearize(double level) => level <= 0.04045 ? level / 12.92 : Math.Pow((level + 0.055) / 1.055, 2.4);

    private static double Delinearize(double linear) =>
        linear <= 0.0031308 ? linear * 12.92 : (1.055 * Math.Pow(linear, 1 / 2.4)) - 0.055;

    private static double Root(double linear) =>
        linear < 216.0 / 24389 ? (linear * 841 / 108) + (16.0 / 116) : Math.Cbrt(linear);

    private static float ExactInverseRootOf(int lightness) => (lightness * 100 * One / (255f * 116)) + (16 * One / 116f);

    // Up to L* = 8 (20 of 255) the cube root is replaced by a straight line.
    private static int InverseRootOf(int lightness) =>
        (int)MathF.Round(lightness <= 20
            ? One * ((16f / 116) + (lightness * 5 / (3f * 17 * 29)))
            : ExactInverseRootOf(lightness));

    private static int InverseYOf(int lightness)
    {
        if (lightness <= 20)
            return (int)MathF.Round((float)(lightness * One * 20 * 9) / (17 * 29 * 29 * 29));
        float root = ExactInverseRootOf(lightness);
        return (int)MathF.Round(root * root * root / ((float)One * One));
    }

    private static int CubeOf(int root) =>
        root <= 3390 ? (root * 108 / 841) - (One * 16 / 116 * 108 / 841) : root * root / One * root / One;
}
