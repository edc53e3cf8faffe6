namespace Fer.Preprocessing;

/// <summary>YCbCr to RGB after JFIF (ITU-R BT.601, full range) in libjpeg's 16-bit fixed point.</summary>
internal static class YCbCrConverter
{
    private const int Bits = 16;
    private const int Half = 1 << (Bits - 1);
    private const int CrToRed = 91881; // 1.40200
    private const int CbToBlue = 116130; // 1.77200
    private const int CrToGreen = 46802; // 0.71414
    private const int CbToGreen = 22554; // 0.34414

    /// <summary>Converts a row.</summary>
    /// <param name="luma">Y.</param>
    /// <param name="blue">Cb.</param>
    /// <param name="red">Cr.</param>
    /// <param name="rgb">Red, green, blue per pixel; its length gives the number of pixels.</param>
    public static void ToRgb(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> blue, ReadOnlySpan<byte> red, Span<byte> rgb)
    {
        int pixels = rgb.Length / 3;
        for (int x = 0; x < pixels; x++)
        {
            int y = luma[x];
            int cb = blue[x] - 128;
            int cr = red[x] - 128;
            Span<byte> pixel = rgb.Slice(3 * x, 3);
            pixel[0] = Clamp(y + (((CrToRed * cr) + Half) >> Bits));
            pixel[1] = Clamp(y + ((Half - (CbToGreen * cb) - (CrToGreen * cr)) >> Bits));
            pixel[2] = Clamp(y + (((CbToBlue * cb) + Half) >> Bits));
        }
    }

    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, 255);
}
