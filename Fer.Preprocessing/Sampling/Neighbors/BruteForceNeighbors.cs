namespace Fer.Preprocessing;

/// <summary>
/// Nearest neighbours as one would write them down: all distances in double precision, sorted. The reference beside
/// <see cref="NeighborSearch{T}"/>, and the way where there are few rows or most of them are wanted.
/// </summary>
internal static class BruteForceNeighbors
{
    /// <param name="queries">The queries.</param>
    /// <param name="data">Where to look.</param>
    /// <param name="own">For each query the row of the data that it is itself, not its neighbour; null for none.</param>
    /// <param name="neighbors">How many of each.</param>
    /// <param name="threads">The most threads; 0 for all cores.</param>
    /// <param name="progress">Told the part done.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static NeighborTable Run<T>(
        FeatureRows<T> queries, FeatureRows<T> data, int[]? own, int neighbors, int threads, IProgress<double>? progress,
        CancellationToken cancellationToken)
        where T : unmanaged
    {
        var table = new NeighborTable(queries.Count, neighbors);
        IProgress<ItemProgress>? items = progress is null ? null : new FractionProgress(progress);
        ParallelItems.For(queries.Count, threads, items, Search, cancellationToken);
        return table;

        void Search(int query)
        {
            var distances = new double[data.Count];
            var indices = new int[data.Count];
            for (int i = 0; i < data.Count; i++)
            {
                indices[i] = i;
                distances[i] = own is not null && own[query] == i
                    ? double.PositiveInfinity
                    : SquaredDistance.Of(queries.Row(query), data.Row(i));
            }

            Array.Sort(indices, (a, b) => distances[a] != distances[b] ? distances[a].CompareTo(distances[b]) : a.CompareTo(b));
            for (int k = 0; k < neighbors; k++)
            {
                table.IndicesOf(query)[k] = indices[k];
                table.SquaredDistancesOf(query)[k] = distances[indices[k]];
            }
        }
    }
}
