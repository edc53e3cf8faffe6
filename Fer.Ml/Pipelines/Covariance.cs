using System.Numerics;

namespace Fer.Ml;

/// <summary>The covariance matrix of a table's features.</summary>
internal static class Covariance
{
    private const int ColumnsPerBlock = 16; // what a thread takes at a time
    private const int RowsPerStep = 4; // rows summed in registers before a sum is written back
    private const int RowsPerPanel = 32; // stays in the second-level cache while a column's sums stay in the first

    /// <summary>Computes sum of w (x - mean)(x - mean)^T / (sum of w - 1); 0 for a single row.</summary>
    /// <returns>Columns x columns.</returns>
    public static double[] Compute(TrainingData data, double[] mean, CancellationToken cancellationToken)
    {
        int columns = data.Columns;
        var sums = new double[checked(columns * columns)];
        var panel = new double[RowsPerPanel * columns];
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = data.Threads };
        for (int first = 0; first < data.Rows; first += RowsPerPanel)
        {
            int rows = Math.Min(RowsPerPanel, data.Rows - first);
            Center(data, mean, first, rows, panel);
            int steps = (rows + RowsPerStep - 1) / RowsPerStep;
            Parallel.For(0, (columns + ColumnsPerBlock - 1) / ColumnsPerBlock, options, block =>
            {
                int end = Math.Min((block + 1) * ColumnsPerBlock, columns);
                for (int column = block * ColumnsPerBlock; column < end; column++)
                {
                    for (int step = 0; step < steps; step++)
                        AddProducts(panel.AsSpan(step * RowsPerStep * columns, RowsPerStep * columns), column, columns, sums);
                }
            });
        }

        double divisor = Math.Max(data.Weights.Sum() - 1, double.Epsilon);
        for (int i = 0; i < columns; i++)
        {
            for (int j = i; j < columns; j++)
                sums[(i * columns) + j] = sums[(j * columns) + i] = data.Rows == 1 ? 0 : sums[(i * columns) + j] / divisor;
        }

        return sums;
    }

    /// <summary>Rows less their mean, times the root of their weights; zeros where there is no row.</summary>
    private static void Center(TrainingData data, double[] mean, int first, int rows, double[] panel)
    {
        Array.Clear(panel);
        for (int r = 0; r < rows; r++)
        {
            double root = Math.Sqrt(data.Weights[first + r]);
            ReadOnlySpan<float> row = data.Row(first + r);
            for (int column = 0; column < mean.Length; column++)
                panel[(r * mean.Length) + column] = (row[column] - mean[column]) * root;
        }
    }

    /// <summary>Adds four rows' products of a column with itself and the columns behind it.</summary>
    private static void AddProducts(ReadOnlySpan<double> rows, int column, int columns, double[] sums)
    {
        ReadOnlySpan<double> a = rows[..columns], b = rows.Slice(columns, columns);
        ReadOnlySpan<double> c = rows.Slice(2 * columns, columns), d = rows.Slice(3 * columns, columns);
        Span<double> sum = sums.AsSpan(column * columns, columns);
        double fa = a[column], fb = b[column], fc = c[column], fd = d[column];
        int j = column;
        for (; j <= columns - Vector<double>.Count; j += Vector<double>.Count)
        {
            Vector<double> value = new Vector<double>(sum[j..])
                + (new Vector<double>(a[j..]) * fa) + (new Vector<double>(b[j..]) * fb)
                + (new Vector<double>(c[j..]) * fc) + (new Vector<double>(d[j..]) * fd);
            value.CopyTo(sum[j..]);
        }

        for (; j < columns; j++)
            sum[j] += (a[j] * fa) + (b[j] * fb) + (c[j] * fc) + (d[j] * fd);
    }
}
