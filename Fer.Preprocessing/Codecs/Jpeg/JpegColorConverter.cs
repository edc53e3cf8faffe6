using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fer.Preprocessing;

/// <summary>Rows of a JPEG file's components to RGB, many pixels at once.</summary>
internal static class JpegColorConverter
{
    private const int Bits = ReferenceColorConverter.Bits;

    /// <inheritdoc cref="ReferenceColorConverter.YCbCrToRgb"/>
    public static void YCbCrToRgb(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> blue, ReadOnlySpan<byte> red, Span<byte> rgb)
    {
        int x = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; (x + 16) * 3 <= rgb.Length; x += 16)
            {
                (Vector256<int> y0, Vector256<int> y1) = Widen(luma.Slice(x, 16), 0);
                (Vector256<int> cb0, Vector256<int> cb1) = Widen(blue.Slice(x, 16), 128);
                (Vector256<int> cr0, Vector256<int> cr1) = Widen(red.Slice(x, 16), 128);
                WriteRgb(
                    Narrow(ToRed(y0, cr0), ToRed(y1, cr1)),
                    Narrow(ToGreen(y0, cb0, cr0), ToGreen(y1, cb1, cr1)),
                    Narrow(ToBlue(y0, cb0), ToBlue(y1, cb1)),
                    rgb.Slice(x * 3, 48));
            }
        }

        ReferenceColorConverter.YCbCrToRgb(luma[x..], blue[x..], red[x..], rgb[(x * 3)..]);
    }

    /// <inheritdoc cref="ReferenceColorConverter.Interleave"/>
    public static void Interleave(ReadOnlySpan<byte> red, ReadOnlySpan<byte> green, ReadOnlySpan<byte> blue, Span<byte> rgb)
    {
        int x = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            for (; (x + 16) * 3 <= rgb.Length; x += 16)
            {
                WriteRgb(
                    Vector128.Create(red.Slice(x, 16)),
                    Vector128.Create(green.Slice(x, 16)),
                    Vector128.Create(blue.Slice(x, 16)),
                    rgb.Slice(x * 3, 48));
            }
        }

        ReferenceColorConverter.Interleave(red[x..], green[x..], blue[x..], rgb[(x * 3)..]);
    }

    /// <summary>
    /// Inverted CMYK to RGB as Pillow does it: each colour times black, divided by 255 and rounded. OpenCV divides by 256.
    /// </summary>
    /// <param name="rgb">Inverted cyan, magenta and yellow per pixel, which become red, green and blue.</param>
    /// <param name="black">Inverted black.</param>
    public static void MultiplyByBlack(Span<byte> rgb, ReadOnlySpan<byte> black)
    {
        for (int x = 0; x * 3 < rgb.Length; x++)
        {
            Span<byte> pixel = rgb.Slice(x * 3, 3);
            for (int channel = 0; channel < 3; channel++)
                pixel[channel] = (byte)(black[x] - DivideBy255((255 - pixel[channel]) * black[x]));
        }
    }

    private static int DivideBy255(int value)
    {
        value += 128;
        return ((value >> 8) + value) >> 8;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<int> Lower, Vector256<int> Upper) Widen(ReadOnlySpan<byte> samples, int zero)
    {
        Vector256<short> words = Vector256.Create(
            Vector128.WidenLower(Vector128.Create(samples)), Vector128.WidenUpper(Vector128.Create(samples))).AsInt16();
        words -= Vector256.Create((short)zero);
        return (Vector256.WidenLower(words), Vector256.WidenUpper(words));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> ToRed(Vector256<int> y, Vector256<int> cr) =>
        y + (((cr * ReferenceColorConverter.CrToRed) + Vector256.Create(ReferenceColorConverter.Half)) >> Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> ToGreen(Vector256<int> y, Vector256<int> cb, Vector256<int> cr) =>
        y + ((Vector256.Create(ReferenceColorConverter.Half) - (cb * ReferenceColorConverter.CbToGreen)
            - (cr * ReferenceColorConverter.CrToGreen)) >> Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> ToBlue(Vector256<int> y, Vector256<int> cb) =>
        y + (((cb * ReferenceColorConverter.CbToBlue) + Vector256.Create(ReferenceColorConverter.Half)) >> Bits);

    // Clamped to 0 to 255.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Narrow(Vector256<int> lower, Vector256<int> upper)
    {
        Vector256<short> words = Vector256.Max(Vector256.NarrowWithSaturation(lower, upper), Vector256<short>.Zero);
        return Vector128.NarrowWithSaturation(words.GetLower().AsUInt16(), words.GetUpper().AsUInt16());
    }

    // Of the 48 bytes, each comes from the colour whose turn it is; a shuffle gives 0 where the index is none of 0 to 15.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteRgb(Vector128<byte> red, Vector128<byte> green, Vector128<byte> blue, Span<byte> rgb)
    {
        const byte No = 255;
        Vector128<byte> first =
            Vector128.Shuffle(red, Vector128.Create(0, No, No, 1, No, No, 2, No, No, 3, No, No, 4, No, No, 5))
            | Vector128.Shuffle(green, Vector128.Create(No, 0, No, No, 1, No, No, 2, No, No, 3, No, No, 4, No, No))
            | Vector128.Shuffle(blue, Vector128.Create(No, No, 0, No, No, 1, No, No, 2, No, No, 3, No, No, 4, No));
        Vector128<byte> second =
            Vector128.Shuffle(red, Vector128.Create(No, No, 6, No, No, 7, No, No, 8, No, No, 9, No, No, 10, No))
            | Vector128.Shuffle(green, Vector128.Create(5, No, No, 6, No, No, 7, No, No, 8, No, No, 9, No, No, 10))
            | Vector128.Shuffle(blue, Vector128.Create(No, 5, No, No, 6, No, No, 7, No, No, 8, No, No, 9, No, No));
        Vector128<byte> third =
            Vector128.Shuffle(red, Vector128.Create(No, 11, No, No, 12, No, No, 13, No, No, 14, No, No, 15, No, No))
            | Vector128.Shuffle(green, Vector128.Create(No, No, 11, No, No, 12, No, No, 13, No, No, 14, No, No, 15, No))
            | Vector128.Shuffle(blue, Vector128.Create(10, No, No, 11, No, No, 12, No, No, 13, No, No, 14, No, No, 15));
        first.CopyTo(rgb);
        second.CopyTo(rgb[16..]);
        third.CopyTo(rgb[32..]);
    }
}
