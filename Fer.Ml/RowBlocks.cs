namespace Fer.Ml;

/// <summary>Rows cut into blocks for the threads, by their number alone.</summary>
internal static class RowBlocks
{
    private const int RowsPerBlock = 64;

    /// <summary>Checks rows to predict, and runs blocks of them on several threads.</summary>
    /// <param name="rows">Rows x columns.</param>
    /// <param name="columns">The columns of the model.</param>
    /// <param name="threads">The most threads; 0 for all cores.</param>
    /// <param name="predict">Gets the first row and the row behind the last.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The number of rows.</returns>
    public static int Run(
        ReadOnlyMemory<float> rows, int columns, int threads, Action<int, int> predict, CancellationToken cancellationToken)
    {
        int count = Count(rows, columns);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        FiniteValues.ThrowIfNot(rows.Span, columns, row => $"Row {row}");
        var options = new ParallelOptions
        {
            CancellationToken = cancellationToken,
            MaxDegreeOfParallelism = threads == 0 ? Environment.ProcessorCount : threads,
        };
        Parallel.For(0, (count + RowsPerBlock - 1) / RowsPerBlock, options, block =>
            predict(block * RowsPerBlock, Math.Min((block + 1) * RowsPerBlock, count)));
        return count;
    }

    /// <summary>The number of rows.</summary>
    /// <exception cref="ArgumentException">The values are not whole rows.</exception>
    public static int Count(ReadOnlyMemory<float> rows, int columns)
    {
        if (rows.Length % columns != 0)
            throw new ArgumentException($"{rows.Length} values are not whole rows of {columns} features, as the model has.", nameof(rows));
        return rows.Length / columns;
    }
}
