namespace Fer.Preprocessing;

/// <summary>
/// Moves a picture's pixels by an affine map with bilinear interpolation, in the fixed-point arithmetic of OpenCV's warpAffine:
/// source positions are rounded to 1/32 of a pixel, so that weights are whole numbers out of 1024.
/// </summary>
internal static class AffineWarp
{
    private const int PositionBits = 10;
    private const int FractionBits = 5;
    private const int FractionScale = 1 << FractionBits;
    private const int FractionMask = FractionScale - 1;
    private const int WeightBits = 2 * FractionBits;

    /// <summary>Half of a 1/32 pixel, so that the shift to 1/32 rounds.</summary>
    private const int HalfFraction = 1 << (PositionBits - FractionBits - 1);

    /// <param name="source">The picture; it stays as it is.</param>
    /// <param name="forward">Where each source point goes.</param>
    /// <param name="border">What lies beyond the source's edge.</param>
    /// <param name="fill">The value beyond a constant border.</param>
    public static Image Apply(Image source, AffineMatrix forward, BorderMode border, byte fill)
    {
        AffineMatrix back = forward.Inverse();
        var result = new Image(source.Width, source.Height, source.Format);
        int channels = source.Channels;
        for (int y = 0; y < result.Height; y++)
        {
            int rowX = ToFixed((back.M12 * y) + back.M13) + HalfFraction;
            int rowY = ToFixed((back.M22 * y) + back.M23) + HalfFraction;
            Span<byte> row = result.Row(y);
            for (int x = 0; x < result.Width; x++)
            {
                int fromX = (rowX + ToFixed(back.M11 * x)) >> (PositionBits - FractionBits);
                int fromY = (rowY + ToFixed(back.M21 * x)) >> (PositionBits - FractionBits);
                Sample(source, fromX, fromY, border, fill, row.Slice(x * channels, channels));
            }
        }

        return result;
    }

    private static int ToFixed(double position) => (int)Math.Round(position * (1 << PositionBits));

    /// <summary>Interpolates between the four pixels around a position given in 1/32 pixels.</summary>
    private static void Sample(Image source, int fixedX, int fixedY, BorderMode border, byte fill, Span<byte> pixel)
    {
        int right = fixedX & FractionMask;
        int lower = fixedY & FractionMask;
        int left = FractionScale - right;
        int upper = FractionScale - lower;
        var around = new Neighbors(source, border, fixedX >> FractionBits, fixedY >> FractionBits);
        for (int c = 0; c < pixel.Length; c++)
        {
            int sum = (around.Value(around.TopLeft, c, fill) * left * upper)
                + (around.Value(around.TopRight, c, fill) * right * upper)
                + (around.Value(around.BottomLeft, c, fill) * left * lower)
                + (around.Value(around.BottomRight, c, fill) * right * lower);
            pixel[c] = (byte)((sum + (1 << (WeightBits - 1))) >> WeightBits);
        }
    }

    /// <summary>Where the four pixels around a position lie in the source; -1 beyond a constant border.</summary>
    private readonly ref struct Neighbors
    {
        private readonly ReadOnlySpan<byte> _pixels;

        public Neighbors(Image source, BorderMode border, int x, int y)
        {
            _pixels = source.Pixels;
            TopLeft = Offset(source, border, x, y);
            TopRight = Offset(source, border, x + 1, y);
            BottomLeft = Offset(source, border, x, y + 1);
            BottomRight = Offset(source, border, x + 1, y + 1);
        }

        public int TopLeft { get; }

        public int TopRight { get; }

        public int BottomLeft { get; }

        public int BottomRight { get; }

        public int Value(int offset, int channel, byte fill) => offset < 0 ? fill : _pixels[offset + channel];

        private static int Offset(Image source, BorderMode border, int x, int y)
        {
            if (border == BorderMode.Replicate)
                return ((Math.Clamp(y, 0, source.Height - 1) * source.Width) + Math.Clamp(x, 0, source.Width - 1)) * source.Channels;
            bool inside = (uint)x < (uint)source.Width && (uint)y < (uint)source.Height;
            return inside ? ((y * source.Width) + x) * source.Channels : -1;
        }
    }
}
