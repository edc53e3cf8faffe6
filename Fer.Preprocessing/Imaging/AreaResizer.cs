namespace Fer.Preprocessing;

/// <summary>
/// Shrinks pictures by the mean over each destination pixel's area, with the arithmetic of OpenCV's <c>INTER_AREA</c> on
/// 8 bits: whole sums where both ratios are whole numbers, single precision in OpenCV's order of summing otherwise.
/// </summary>
internal static class AreaResizer
{
    // A sliver of a source pixel that is narrower than this does not count.
    private const double SmallestPart = 1e-3;

    /// <summary>Fills the destination; both ratios must be at least 1.</summary>
    public static void Resize(Image source, Image destination, ResizeScale scaleX, ResizeScale scaleY)
    {
        if (scaleX.IsWhole && scaleY.IsWhole)
            AverageBlocks(source, destination, scaleX.WholeRatio, scaleY.WholeRatio);
        else
            AverageAreas(source, destination, Divide(scaleX), Divide(scaleY));
    }

    private static void AverageBlocks(Image source, Image destination, int blockWidth, int blockHeight)
    {
        int channels = source.Channels;
        float scale = 1f / (blockWidth * blockHeight);
        // OpenCV rounds a mean of four upwards at one half, other means to the even neighbour.
        bool isQuarter = blockWidth == 2 && blockHeight == 2;
        int[] sums = new int[destination.Width * channels];
        for (int y = 0; y < destination.Height; y++)
        {
            Array.Clear(sums);
            for (int i = 0; i < blockHeight; i++)
                AddBlockRow(source.Row((y * blockHeight) + i), blockWidth, channels, sums);

            Span<byte> row = destination.Row(y);
            for (int x = 0; x < sums.Length; x++)
                row[x] = isQuarter ? (byte)((sums[x] + 2) >> 2) : ToByte(sums[x] * scale);
        }
    }

    private static void AddBlockRow(ReadOnlySpan<byte> row, int blockWidth, int channels, Span<int> sums)
    {
        for (int x = 0; x < sums.Length; x += channels)
        {
            for (int s = x * blockWidth, end = s + (blockWidth * channels); s < end; s += channels)
            {
                for (int channel = 0; channel < channels; channel++)
                    sums[x + channel] += row[s + channel];
            }
        }
    }

    private static void AverageAreas(Image source, Image destination, Part[] columns, Part[] rows)
    {
        float[] rowSums = new float[destination.Width * source.Channels];
        float[] sums = new float[rowSums.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            Part row = rows[i];
            AverageRow(source.Row(row.Source), columns, source.Channels, rowSums);
            bool isFirst = i == 0 || rows[i - 1].Destination != row.Destination;
            for (int x = 0; x < sums.Length; x++)
                sums[x] = isFirst ? row.Weight * rowSums[x] : sums[x] + (row.Weight * rowSums[x]);

            bool isLast = i == rows.Length - 1 || rows[i + 1].Destination != row.Destination;
            if (isLast)
                Store(sums, destination.Row(row.Destination));
        }
    }

    private static void AverageRow(ReadOnlySpan<byte> row, ReadOnlySpan<Part> columns, int channels, Span<float> sums)
    {
        sums.Clear();
        foreach (Part column in columns)
        {
            int source = column.Source * channels;
            int destination = column.Destination * channels;
            for (int channel = 0; channel < channels; channel++)
                sums[destination + channel] += row[source + channel] * column.Weight;
        }
    }

    private static void Store(ReadOnlySpan<float> sums, Span<byte> row)
    {
        for (int x = 0; x < row.Length; x++)
            row[x] = ToByte(sums[x]);
    }

    /// <summary>Divides an axis among the destination pixels: which source pixels count for each of them, and how much.</summary>
    private static Part[] Divide(ResizeScale scale)
    {
        double ratio = scale.Ratio;
        var parts = new List<Part>();
        for (int i = 0; i < scale.Destination; i++)
        {
            double start = i * ratio;
            double end = start + ratio;
            double size = Math.Min(ratio, scale.Source - start);
            int lastWhole = Math.Min((int)Math.Floor(end), scale.Source - 1);
            int firstWhole = Math.Min((int)Math.Ceiling(start), lastWhole);
            if (firstWhole - start > SmallestPart)
                parts.Add(new Part(firstWhole - 1, i, (float)((firstWhole - start) / size)));
            for (int whole = firstWhole; whole < lastWhole; whole++)
                parts.Add(new Part(whole, i, (float)(1.0 / size)));
            if (end - lastWhole > SmallestPart)
                parts.Add(new Part(lastWhole, i, (float)(Math.Min(Math.Min(end - lastWhole, 1.0), size) / size)));
        }

        return [.. parts];
    }

    private static byte ToByte(float value) => (byte)Math.Clamp((int)MathF.Round(value), 0, 255);

    /// <summary>A source pixel's share in a destination pixel.</summary>
    private readonly record struct Part(int Source, int Destination, float Weight);
}
