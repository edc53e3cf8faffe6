namespace Fer.Ml;

/// <summary>The products of all pairs of columns, X'X, of rows that are made on the way.</summary>
internal static class GramMatrix
{
    private const int RowsPerBlock = 1024;
    private const int RowsPerTask = 64;
    private const int ColumnsPerStrip = 24; // a strip of the kernel

    /// <summary>Writes a row of the matrix.</summary>
    /// <param name="row">Its number.</param>
    /// <param name="destination">As many values as the matrix has columns.</param>
    public delegate void RowWriter(int row, Span<double> destination);

    /// <summary>Computes X'X; each element is one sum over the rows in their order, whatever the threads.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="write">Writes a row; called on several threads at once.</param>
    /// <param name="options">Threads and cancellation.</param>
    /// <param name="done">Told the part that is done, from 0 to 1; may be null.</param>
    /// <returns>Columns x columns, both triangles.</returns>
    public static double[] Compute(int rows, int columns, RowWriter write, ParallelOptions options, Action<double>? done = null)
    {
        int padded = DenseKernel.Padded(columns);
        int stride = DenseKernel.Stride(columns);
        int blockRows = Math.Min(RowsPerBlock, rows);
        var block = new double[blockRows * stride];
        var sums = new double[checked(padded * stride)];
        int strips = (padded + ColumnsPerStrip - 1) / ColumnsPerStrip;
        for (int first = 0; first < rows; first += RowsPerBlock)
        {
            int count = Math.Min(RowsPerBlock, rows - first);
            int start = first;
            Parallel.For(0, (count + RowsPerTask - 1) / RowsPerTask, options, task =>
            {
                for (int row = task * RowsPerTask; row < Math.Min((task + 1) * RowsPerTask, count); row++)
                    write(start + row, block.AsSpan(row * stride, columns));
            });
            Parallel.For(0, strips, options, task =>
            {
                int column = (strips - 1 - task) * ColumnsPerStrip; // the longest strips first
                int width = Math.Min(ColumnsPerStrip, padded - column);
                DenseKernel.Best.MultiplyAdd(
                    block, 1, stride, block.AsSpan(column), stride, sums.AsSpan(column), stride, column + width, width, count);
            });
            done?.Invoke((double)(first + count) / rows);
        }

        return Unfold(sums, columns, stride);
    }

    /// <summary>Copies the upper triangle to both.</summary>
    private static double[] Unfold(double[] sums, int columns, int stride)
    {
        var gram = new double[columns * columns];
        for (int i = 0; i < columns; i++)
        {
            for (int j = i; j < columns; j++)
                gram[i * columns + j] = gram[j * columns + i] = sums[i * stride + j];
        }

        return gram;
    }
}
