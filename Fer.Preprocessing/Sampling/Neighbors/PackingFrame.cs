namespace Fer.Preprocessing;

/// <summary>The common centre and scale of rows that are to be compared.</summary>
internal sealed class PackingFrame
{
    // Squares of differences up to this stay within double's range.
    private const double LargestMagnitude = 1e150;

    private PackingFrame(double[] center, double scale)
    {
        Center = center;
        Scale = scale;
    }

    /// <summary>Near the mean of each column.</summary>
    public double[] Center { get; }

    /// <summary>A power of two.</summary>
    public double Scale { get; }

    /// <summary>The frame of the rows of one or two tables.</summary>
    /// <exception cref="DatasetException">A value is not finite or too large to be squared.</exception>
    public static PackingFrame Of<T>(ReadOnlySpan<FeatureRows<T>> tables, int threads, CancellationToken cancellationToken)
        where T : unmanaged
    {
        int columns = tables[0].Columns;
        var center = new double[columns];
        int sampled = 0;
        FeatureRows<T> first = tables[0];

        // Any centre is right; that of up to some thousand rows is as good as that of all.
        int step = Math.Max(1, first.Count / 1024);
        for (int row = 0; row < first.Count; row += step, sampled++)
            Accumulate(first.Row(row), center);
        for (int c = 0; c < columns; c++)
        {
            double mean = center[c] / Math.Max(1, sampled);
            center[c] = Math.Abs(mean) <= LargestMagnitude ? mean : 0; // else a value will be refused below
        }


        double largest = 0;
        foreach (FeatureRows<T> rows in tables)
            largest = Math.Max(largest, Largest(rows, center, threads, cancellationToken));
        return new PackingFrame(center, PackedRows.ScaleFor(largest));
    }

    private static void Accumulate<T>(ReadOnlySpan<T> row, double[] sums)
        where T : unmanaged
    {
        for (int c = 0; c < row.Length; c++)
            sums[c] += PackedRows.ToDouble(row[c]);
    }

    private static double Largest<T>(FeatureRows<T> rows, double[] center, int threads, CancellationToken cancellationToken)
        where T : unmanaged
    {
        var largest = new double[rows.Count];
        ParallelItems.For((rows.Count + 63) / 64, threads, null, Search, cancellationToken);
        return largest.Length == 0 ? 0 : largest.Max();

        void Search(int item)
        {
            for (int row = item * 64; row < Math.Min(rows.Count, item * 64 + 64); row++)
                largest[row] = Largest(rows, row, center);
        }
    }

    private static double Largest<T>(FeatureRows<T> rows, int index, double[] center)
        where T : unmanaged
    {
        ReadOnlySpan<T> row = rows.Row(index);
        double largest = 0;
        for (int c = 0; c < row.Length; c++)
        {
            double value = PackedRows.ToDouble(row[c]);
            if (!(Math.Abs(value) <= LargestMagnitude))
            {
                throw new DatasetException(
                    $"Row {index}, column {c} is {row[c]}, which cannot be compared; take the row out or repair the value.");
            }

            largest = Math.Max(largest, Math.Abs(value - center[c]));
        }

        return largest;
    }
}
