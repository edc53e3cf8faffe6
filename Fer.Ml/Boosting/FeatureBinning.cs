namespace Fer.Ml;

/// <summary>
/// Cuts a feature's values into bins of about equal numbers of rows, as scikit-learn's <c>_BinMapper</c> (1.2.1): with few distinct values
/// midway between neighbours, else at the percentiles.
/// </summary>
internal static class FeatureBinning
{
    /// <summary>Finds the thresholds between bins.</summary>
    /// <param name="sorted">The feature's values, ascending.</param>
    /// <param name="maxBins">The most bins, 2 to 255.</param>
    /// <returns>At most <paramref name="maxBins"/> - 1 ascending thresholds; none for a constant feature.</returns>
    public static float[] FindThresholds(ReadOnlySpan<float> sorted, int maxBins)
    {
        var distinct = new List<float>(maxBins);
        foreach (float value in sorted)
        {
            if (distinct.Count > 0 && distinct[^1] == value)
                continue;
            distinct.Add(value);
            if (distinct.Count > maxBins)
                return Percentiles(sorted, maxBins);
        }

        var thresholds = new float[distinct.Count - 1];
        for (int i = 0; i < thresholds.Length; i++)
            thresholds[i] = Midway(distinct[i], distinct[i + 1]);
        return thresholds;
    }

    /// <summary>The bin of a value: the number of thresholds below it.</summary>
    /// <param name="padded">255 thresholds, the missing ones at the end infinite.</param>
    /// <param name="value">The value.</param>
    public static int FindBin(ReadOnlySpan<float> padded, float value)
    {
        int bin = 0;
        for (int step = 128; step > 0; step >>= 1)
            bin += padded[bin + step - 1] < value ? step : 0;
        return bin;
    }

    /// <summary>Thresholds as <see cref="FindBin"/> takes them.</summary>
    public static float[] Pad(float[] thresholds)
    {
        var padded = new float[255];
        thresholds.CopyTo(padded, 0);
        padded.AsSpan(thresholds.Length).Fill(float.PositiveInfinity);
        return padded;
    }

    private static float[] Percentiles(ReadOnlySpan<float> sorted, int maxBins)
    {
        var thresholds = new List<float>(maxBins - 1);
        for (int i = 1; i < maxBins; i++)
        {
            double position = (double)i / maxBins * (sorted.Length - 1);
            int below = (int)position;
            float threshold = position == below ? sorted[below] : Midway(sorted[below], sorted[below + 1]);
            if (threshold < sorted[^1] && (thresholds.Count == 0 || threshold > thresholds[^1]))
                thresholds.Add(threshold);
        }

        return [.. thresholds];
    }

    /// <summary>The largest number that is not above the middle; so it separates the two whenever they differ.</summary>
    private static float Midway(float below, float above)
    {
        double middle = ((double)below + above) / 2;
        float rounded = (float)middle;
        return rounded > middle ? MathF.BitDecrement(rounded) : rounded;
    }
}
