namespace Fer.Preprocessing;

/// <summary>Rows of components to RGB, one pixel at a time, to be read; <see cref="JpegColorConverter"/> gives the same.</summary>
internal static class ReferenceColorConverter
{
    public const int Bits = 16;
    public const int Half = 1 << (Bits - 1);
    public const int CrToRed = 91881; // 1.40200
    public const int CbToBlue = 116130; // 1.77200
    public const int CrToGreen = 46802; // 0.71414
    public const int CbToGreen = 22554; // 0.34414

    /// <summary>YCbCr to RGB after JFIF (ITU-R BT.601, full range) in libjpeg's 16-bit fixed point.</summary>
    /// <param name="luma">Y.</param>
    /// <param name="blue">Cb.</param>
    /// <param name="red">Cr.</param>
    /// <param name="rgb">Red, green, blue per pixel; its length gives the number of pixels.</param>
    public static void YCbCrToRgb(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> blue, ReadOnlySpan<byte> red, Span<byte> rgb)
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

    /// <summary>Three rows to one of pixels.</summary>
    public static void Interleave(ReadOnlySpan<byte> red, ReadOnlySpan<byte> green, ReadOnlySpan<byte> blue, Span<byte> rgb)
    {
        for (int x = 0; x * 3 < rgb.Length; x++)
            (rgb[3 * x], rgb[(3 * x) + 1], rgb[(3 * x) + 2]) = (red[x], green[x], blue[x]);
    }

    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, 255);
}
