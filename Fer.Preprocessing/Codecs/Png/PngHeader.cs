using System.Buffers.Binary;

namespace Fer.Preprocessing;

/// <summary>The IHDR chunk (PNG specification, 11.2.2).</summary>
internal sealed record PngHeader(int Width, int Height, int BitDepth, PngColorType ColorType, bool Interlaced)
{
    /// <summary>The number of samples of a pixel in the file.</summary>
    public int Channels => ColorType switch
    {
        PngColorType.Truecolor => 3,
        PngColorType.GrayscaleAlpha => 2,
        PngColorType.TruecolorAlpha => 4,
        _ => 1,
    };

    public int BitsPerPixel => Channels * BitDepth;

    /// <summary>How far back a filter looks for the pixel to the left: a whole pixel, at least one byte.</summary>
    public int FilterDistance => Math.Max(1, BitsPerPixel / 8);

    public bool HasAlphaChannel => ColorType is PngColorType.GrayscaleAlpha or PngColorType.TruecolorAlpha;

    public static PngHeader Parse(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length != 13)
            throw new ImageFormatException($"The PNG header (IHDR) has {chunk.Length} bytes, not 13.");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(chunk);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]);
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
            throw new ImageFormatException($"The PNG header claims {width}x{height} pixels, which no PNG can have.");
        int bitDepth = chunk[8];
        var colorType = (PngColorType)chunk[9];
        if (!IsAllowed(colorType, bitDepth))
            throw new ImageFormatException($"The PNG header claims colour type {chunk[9]} with {bitDepth} bits, which no PNG can have.");
        if (chunk[10] != 0 || chunk[11] != 0 || chunk[12] > 1)
        {
            throw new ImageFormatException(
                $"The PNG header claims compression {chunk[10]}, filter {chunk[11]}, interlace {chunk[12]}, which are not known.");
        }

        return new PngHeader((int)width, (int)height, bitDepth, colorType, Interlaced: chunk[12] == 1);
    }

    /// <summary>The number of bytes of a row of so many pixels, without the filter byte.</summary>
    public long RowBytes(int pixels) => (((long)pixels * BitsPerPixel) + 7) / 8;

    private static bool IsAllowed(PngColorType colorType, int bitDepth) => colorType switch
    {
        PngColorType.Grayscale => bitDepth is 1 or 2 or 4 or 8 or 16,
        PngColorType.Palette => bitDepth is 1 or 2 or 4 or 8,
        PngColorType.Truecolor or PngColorType.GrayscaleAlpha or PngColorType.TruecolorAlpha => bitDepth is 8 or 16,
        _ => false,
    };
}
