namespace Fer.Preprocessing;

/// <summary>
/// Exact nearest neighbours by Euclidean distance, as scikit-learn's <c>NearestNeighbors(algorithm="brute")</c>: the nearest first, of
/// equally near ones the lower index first. Distances are compared in double precision, and a row is never its own neighbour.
/// The same result on any number of threads.
/// </summary>
public static class NearestNeighbors
{
    /// <summary>The nearest other rows of each row of a table.</summary>
    /// <typeparam name="T">float, double or byte.</typeparam>
    /// <param name="rows">The table.</param>
    /// <param name="neighbors">How many, from 1 to one less than there are rows.</param>
    /// <param name="threads">The most threads; 0 for all cores.</param>
    /// <param name="progress">Told the part that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="DatasetException">A value is not finite, or beyond 1e150.</exception>
    public static NeighborTable Within<T>(
        FeatureRows<T> rows, int neighbors, int threads = 0, IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        CheckNeighbors(neighbors, rows.Count - 1);
        if (IsMost(neighbors, rows.Count - 1))
            return BruteForce(rows, rows, [.. Enumerable.Range(0, rows.Count)], neighbors, threads, progress, cancellationToken);
        return NeighborSearch<T>.Run(null, rows, null, neighbors, DotProductKernel.Best, threads, progress, cancellationToken);
    }

    /// <summary>The nearest other rows of some rows of a table.</summary>
    /// <typeparam name="T">float, double or byte.</typeparam>
    /// <param name="rows">The table.</param>
    /// <param name="queries">The rows whose neighbours are wanted.</param>
    /// <param name="neighbors">How many, from 1 to one less than there are rows.</param>
    /// <param name="threads">The most threads; 0 for all cores.</param>
    /// <param name="progress">Told the part that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="DatasetException">A value is not finite, or beyond 1e150.</exception>
    public static NeighborTable Within<T>(
        FeatureRows<T> rows, IReadOnlyList<int> queries, int neighbors, int threads = 0, IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(queries);
        CheckNeighbors(neighbors, rows.Count - 1);
        int[] own = [.. queries];
        FeatureRows<T> chosen = rows.Select(own);
        if (IsMost(neighbors, rows.Count - 1))
            return BruteForce(chosen, rows, own, neighbors, threads, progress, cancellationToken);
        return NeighborSearch<T>.Run(chosen, rows, own, neighbors, DotProductKernel.Best, threads, progress, cancellationToken);
    }

    /// <summary>The rows of a table that are nearest to the rows of another.</summary>
    /// <typeparam name="T">float, double or byte.</typeparam>
    /// <param name="queries">The rows whose neighbours are wanted.</param>
    /// <param name="data">Where to look; as many columns.</param>
    /// <param name="neighbors">How many, from 1 to the number of rows of the data.</param>
    /// <param name="threads">The most threads; 0 for all cores.</param>
    /// <param name="progress">Told the part that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="DatasetException">A value is not finite, or beyond 1e150.</exception>
    public static NeighborTable Between<T>(
        FeatureRows<T> queries, FeatureRows<T> data, int neighbors, int threads = 0, IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        if (queries.Columns != data.Columns)
            throw new ArgumentException($"Rows of {queries.Columns} and of {data.Columns} columns cannot be compared.", nameof(queries));
        CheckNeighbors(neighbors, data.Count);
        if (IsMost(neighbors, data.Count))
            return BruteForce(queries, data, null, neighbors, threads, progress, cancellationToken);
        return NeighborSearch<T>.Run(queries, data, null, neighbors, DotProductKernel.Best, threads, progress, cancellationToken);
    }

    private static NeighborTable BruteForce<T>(
        FeatureRows<T> queries, FeatureRows<T> data, int[]? own, int neighbors, int threads, IProgress<double>? progress,
        CancellationToken cancellationToken)
        where T : unmanaged
    {
        PackingFrame.Of([data, queries], threads, cancellationToken); // refuses what cannot be compared
        return BruteForceNeighbors.Run(queries, data, own, neighbors, threads, progress, cancellationToken);
    }

    private static void CheckNeighbors(int neighbors, int available)
    {
        if (neighbors < 1 || neighbors > available)
        {
            throw new ArgumentOutOfRangeException(
                nameof(neighbors), neighbors, $"There are {Math.Max(0, available)} rows to choose neighbours from.");
        }
    }

    // Where most rows are wanted anyway, candidates spare nothing.
    private static bool IsMost(int neighbors, int available) => neighbors > available / 8;
}
