namespace Fer.Preprocessing;

/// <summary>The nearest neighbours of each query, the nearest first; of equally near ones, the lower index first.</summary>
public sealed class NeighborTable
{
    private readonly int[] _indices;
    private readonly double[] _squaredDistances;

    internal NeighborTable(int queries, int neighbors)
    {
        Queries = queries;
        Neighbors = neighbors;
        _indices = new int[checked(queries * neighbors)];
        _squaredDistances = new double[_indices.Length];
    }

    /// <summary>The number of queries.</summary>
    public int Queries { get; }

    /// <summary>The number of neighbours of each.</summary>
    public int Neighbors { get; }

    /// <summary>The rows nearest to a query.</summary>
    public ReadOnlySpan<int> Indices(int query) => _indices.AsSpan(query * Neighbors, Neighbors);

    /// <summary>Their squared Euclidean distances, in double precision.</summary>
    public ReadOnlySpan<double> SquaredDistances(int query) => _squaredDistances.AsSpan(query * Neighbors, Neighbors);

    internal Span<int> IndicesOf(int query) => _indices.AsSpan(query * Neighbors, Neighbors);

    internal Span<double> SquaredDistancesOf(int query) => _squaredDistances.AsSpan(query * Neighbors, Neighbors);
}
