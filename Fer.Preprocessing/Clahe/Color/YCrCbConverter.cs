using static Fer.Preprocessing.FixedPoint;

namespace Fer.Preprocessing;

/// <summary>
/// YCrCb of ITU-R BT.601 over the full range, in 14-bit fixed point: bit for bit as OpenCV 4's <c>COLOR_RGB2YCrCb</c> and back.
/// </summary>
internal readonly struct YCrCbConverter : ILightnessConverter
{
    private const int Bits = 14;
    private const int Middle = 128;

    /// <inheritdoc/>
    public static (byte Lightness, byte First, byte Second) FromRgb(byte red, byte green, byte blue)
    {
        int y = Round((red * 4899) + (green * 9617) + (blue * 1868), Bits); // 0.299, 0.587, 0.114
        int cr = Round(((red - y) * 11682) + (Middle << Bits), Bits); // 0.713
        int cb = Round(((blue - y) * 9241) + (Middle << Bits), Bits); // 0.564
        return (ToByte(y), ToByte(cr), ToByte(cb));
    }

    /// <inheritdoc/>
    public static (byte Red, byte Green, byte Blue) ToRgb(byte lightness, byte first, byte second)
    {
        int cr = first - Middle;
        int cb = second - Middle;
        int red = lightness + Round(cr * 22987, Bits); // 1.403
        int green = lightness + Round((cb * -5636) + (cr * -11698), Bits); // 0.344, 0.714
        int blue = lightness + Round(cb * 29049, Bits); // 1.773
        return (ToByte(red), ToByte(green), ToByte(blue));
    }
}
