namespace Fer.Preprocessing;

/// <summary>Rounding in fixed point.</summary>
internal static class FixedPoint
{
    /// <summary>Divides by 2^<paramref name="bits"/>, rounded to the nearest, halves up.</summary>
    public static int Round(int value, int bits) => (value + (1 << (bits - 1))) >> bits;

    /// <summary>The nearest byte.</summary>
    public static byte ToByte(int value) => (byte)Math.Clamp(value, 0, 255);
}
