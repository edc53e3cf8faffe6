namespace Fer.Preprocessing;

/// <summary>Figures of each column of a table.</summary>
internal static class ColumnStatistics
{
    /// <summary>The population's standard deviations.</summary>
    public static double[] StandardDeviations(FeatureRows<float> rows)
    {
        var means = new double[rows.Columns];
        for (int i = 0; i < rows.Count; i++)
        {
            ReadOnlySpan<float> row = rows.Row(i);
            for (int c = 0; c < means.Length; c++)
                means[c] += row[c];
        }

        for (int c = 0; c < means.Length; c++)
            means[c] /= rows.Count;

        var squares = new double[rows.Columns];
        for (int i = 0; i < rows.Count; i++)
        {
            ReadOnlySpan<float> row = rows.Row(i);
            for (int c = 0; c < squares.Length; c++)
                squares[c] += (row[c] - means[c]) * (row[c] - means[c]);
        }

        return Array.ConvertAll(squares, sum => Math.Sqrt(sum / rows.Count));
    }
}
