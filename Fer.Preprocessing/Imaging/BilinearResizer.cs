namespace Fer.Preprocessing;

/// <summary>
/// Bilinear interpolation in OpenCV's fixed point (<c>INTER_LINEAR</c> on 8 bits): weights of 11 bits, first along the rows,
/// then between two rows with the low bits cut off as OpenCV's vector code does.
/// </summary>
internal static class BilinearResizer
{
    private const int WeightBits = 11;
    private const int WeightOne = 1 << WeightBits;

    /// <summary>Fills the destination.</summary>
    /// <param name="source">The picture to resize.</param>
    /// <param name="destination">The picture to fill, of the same pixel format.</param>
    /// <param name="scaleX">The ratio of the widths.</param>
    /// <param name="scaleY">The ratio of the heights.</param>
    /// <param name="alignToAreas">
    /// Places the samples as OpenCV does when <c>INTER_AREA</c> is asked to enlarge: a pixel that lies within one source pixel
    /// takes its value, one that lies across a border mixes both by area.
    /// </param>
    public static void Resize(Image source, Image destination, ResizeScale scaleX, ResizeScale scaleY, bool alignToAreas)
    {
        Tap[] columns = PlaceTaps(scaleX, alignToAreas);
        Tap[] rows = PlaceTaps(scaleY, alignToAreas);
        ClampColumns(columns, source.Width);
        int[] upper = new int[destination.Width * destination.Channels];
        int[] lower = new int[upper.Length];
        int upperY = -1;
        int lowerY = -1;
        for (int y = 0; y < rows.Length; y++)
        {
            int first = Math.Clamp(rows[y].Index, 0, source.Height - 1);
            int second = Math.Clamp(rows[y].Index + 1, 0, source.Height - 1);
            if (first == lowerY)
            {
                (upper, lower) = (lower, upper);
                (upperY, lowerY) = (lowerY, upperY);
            }

            if (first != upperY)
                InterpolateRow(source.Row(first), columns, source.Channels, upper);
            if (second != lowerY)
                InterpolateRow(source.Row(second), columns, source.Channels, lower);
            (upperY, lowerY) = (first, second);
            MixRows(upper, lower, rows[y], destination.Row(y));
        }
    }

    private static Tap[] PlaceTaps(ResizeScale scale, bool alignToAreas)
    {
        var taps = new Tap[scale.Destination];
        for (int i = 0; i < taps.Length; i++)
        {
            int index;
            float fraction;
            if (alignToAreas)
            {
                index = (int)Math.Floor(i * scale.Ratio);
                fraction = (float)((i + 1) - ((index + 1) * scale.Inverse));
                fraction = fraction <= 0 ? 0 : fraction - MathF.Floor(fraction);
            }
            else
            {
                fraction = (float)(((i + 0.5) * scale.Ratio) - 0.5);
                index = (int)MathF.Floor(fraction);
                fraction -= index;
            }

            taps[i] = Tap.Create(index, fraction);
        }

        return taps;
    }

    // At the left and right edge the nearest pixel counts alone. (At top and bottom a row is mixed with itself instead.)
    private static void ClampColumns(Span<Tap> columns, int width)
    {
        foreach (ref Tap column in columns)
        {
            if (column.Index < 0)
                column = Tap.Create(0, 0);
            if (column.Index >= width - 1)
                column = Tap.Create(width - 1, 0);
        }
    }

    private static void InterpolateRow(ReadOnlySpan<byte> row, ReadOnlySpan<Tap> columns, int channels, Span<int> output)
    {
        for (int x = 0; x < columns.Length; x++)
        {
            Tap tap = columns[x];
            int left = tap.Index * channels;
            int right = Math.Min(left + channels, row.Length - channels);
            for (int channel = 0; channel < channels; channel++)
                output[(x * channels) + channel] = (row[left + channel] * tap.First) + (row[right + channel] * tap.Second);
        }
    }

    private static void MixRows(ReadOnlySpan<int> upper, ReadOnlySpan<int> lower, Tap tap, Span<byte> output)
    {
        for (int i = 0; i < output.Length; i++)
        {
            int first = (tap.First * (upper[i] >> 4)) >> 16;
            int second = (tap.Second * (lower[i] >> 4)) >> 16;
            output[i] = (byte)Math.Clamp((first + second + 2) >> 2, 0, 255);
        }
    }

    /// <summary>Two neighbouring source pixels and their weights.</summary>
    private readonly record struct Tap(int Index, int First, int Second)
    {
        public static Tap Create(int index, float fraction) =>
            new(index, (int)MathF.Round((1f - fraction) * WeightOne), (int)MathF.Round(fraction * WeightOne));
    }
}
