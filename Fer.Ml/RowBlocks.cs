namespace Fer.Ml;

/// <summary>Rows cut into blocks for the threads, by their number alone.</summary>
internal static class RowBlocks
{
    /// <summary>The rows of a block where nothing else was asked for.</summary>
    public const int UsualRows = 64;

    /// <summary>Checks rows to predict, and runs blocks of them on several threads.</summary>
    /// <param name="rows">Rows x columns.</param>
    /// <param name="columns">The columns of the model.</param>
    /// <param name="threads">The most threads; 0 for all cores.</param>
    /// <param name="predict">Gets the first row and the row behind the last.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <param name="rowsPerBlock">The rows of a block.</param>
    /// <returns>The number of rows.</returns>
    /// <exception cref="DatasetException">A value is not a finite number.</exception>
    public static int Run(
        ReadOnlyMemory<float> rows, int columns, int threads, Action<int, int> predict, CancellationToken cancellationToken,
        int rowsPerBlock = UsualRows)
    {
        int count = Count(rows, columns);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        var options = new ParallelOptions
        {
            CancellationToken = cancellationToken,
            MaxDegreeOfParallelism = threads == 0 ? Environment.ProcessorCount : threads,
        };
        bool allFinite = true;
        Parallel.For(0, (count + rowsPerBlock - 1) / rowsPerBlock, options, block =>
        {
            // Each block is checked when it is about to be read anyway, so that the table comes from memory once.
            int first = block * rowsPerBlock, end = Math.Min(first + rowsPerBlock, count);
            if (FiniteValues.Holds(rows.Span[(first * columns)..(end * columns)]))
                predict(first, end);
            else
                Volatile.Write(ref allFinite, false);
        });
        if (!allFinite)
            FiniteValues.ThrowIfNot(rows.Span, columns, row => $"Row {row}");
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
