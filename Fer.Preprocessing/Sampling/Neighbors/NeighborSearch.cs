using System.Buffers;
using System.Numerics;

namespace Fer.Preprocessing;

/// <summary>
/// Exact nearest neighbours by blocks of dot products: squared distances |a|^2 + |b|^2 - 2ab in float32 with a proven bound of their
/// error (<see cref="Precision"/>) leave each query a few candidates, whose distances in double precision decide. When rows are
/// compared with themselves, each pair of blocks is computed once and serves both. The result does not depend on the order of the
/// blocks, hence not on the number of threads.
/// </summary>
/// <typeparam name="T">The rows' element.</typeparam>
internal sealed class NeighborSearch<T>
    where T : unmanaged
{
    private const int Block = DotProductKernel.BlockRows;

    private readonly DotProductKernel _kernel;
    private readonly PackedRows _queries;
    private readonly PackedRows _data;
    private readonly NeighborCandidates<T> _candidates;
    private readonly Precision _precision;
    private readonly float[] _noLimits = new float[Block];
    private readonly Lock[] _locks;
    private readonly int[]? _own;
    private readonly bool _symmetric;

    private NeighborSearch(
        DotProductKernel kernel, PackedRows queries, PackedRows data, NeighborCandidates<T> candidates, int[]? own)
    {
        _kernel = kernel;
        _queries = queries;
        _data = data;
        _candidates = candidates;
        _own = own;
        _symmetric = ReferenceEquals(queries, data);
        _precision = new Precision(data.Columns);
        _noLimits.AsSpan().Fill(float.NegativeInfinity);
        _locks = [.. Enumerable.Range(0, queries.Blocks).Select(_ => new Lock())];
    }

    /// <summary>The neighbours of queries in a table.</summary>
    /// <param name="queries">The queries; null for the data's own rows, all of them.</param>
    /// <param name="data">Where to look.</param>
    /// <param name="own">For each query the row of the data that it is itself, not its neighbour; null for none.</param>
    /// <param name="neighbors">How many of each.</param>
    /// <param name="kernel">The register width.</param>
    /// <param name="threads">The most threads; 0 for all cores.</param>
    /// <param name="progress">Told the part done.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static NeighborTable Run(
        FeatureRows<T>? queries, FeatureRows<T> data, int[]? own, int neighbors, DotProductKernel kernel, int threads,
        IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ReadOnlySpan<FeatureRows<T>> tables = queries is null ? [data] : [data, queries.Value];
        PackingFrame frame = PackingFrame.Of(tables, threads, cancellationToken);
        PackedRows packedData = PackedRows.Pack(data, frame, kernel, threads, cancellationToken);
        PackedRows packedQueries =
            queries is null ? packedData : PackedRows.Pack(queries.Value, frame, kernel, threads, cancellationToken);
        var candidates = new NeighborCandidates<T>(queries ?? data, packedQueries.Norms.Length, data, neighbors, frame.Scale);
        var search = new NeighborSearch<T>(kernel, packedQueries, packedData, candidates, own);
        search.Scan(threads, progress, cancellationToken);

        int count = packedQueries.Count;
        var table = new NeighborTable(count, neighbors);
        ParallelItems.For((count + 63) / 64, threads, null, Finish, cancellationToken);
        return table;

        void Finish(int item)
        {
            for (int query = item * 64; query < Math.Min(count, item * 64 + 64); query++)
                candidates.Finish(query, table.IndicesOf(query), table.SquaredDistancesOf(query));
        }
    }

    private void Scan(int threads, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var pairs = new List<(int Left, int Right)>();
        if (_symmetric)
            pairs.AddRange(Enumerable.Range(0, _queries.Blocks).Select(block => (block, block)));
        for (int left = 0; left < _queries.Blocks; left++)
        {
            for (int right = _symmetric ? left + 1 : 0; right < _data.Blocks; right++)
                pairs.Add((left, right));
        }

        IProgress<ItemProgress>? items = progress is null ? null : new FractionProgress(progress);
        ParallelItems.For(pairs.Count, threads, items, pair => ScanPair(pairs[pair].Left, pairs[pair].Right), cancellationToken);
    }

    private void ScanPair(int left, int right)
    {
        float[] products = ArrayPool<float>.Shared.Rent(Block * Block);
        _kernel.Multiply(
            _queries.Values, left * Block, _queries.RowsInBlock(left), _data.Values, right * Block, _data.RowsInBlock(right),
            _data.Columns, products);

        // Always the lower block first, so that two threads never wait for each other.
        lock (_locks[left])
        {
            if (!_symmetric || left == right)
            {
                Search(left, right, products, _noLimits);
            }
            else
            {
                lock (_locks[right])
                    Search(left, right, products, _candidates.Limits.AsSpan(right * Block, Block));
            }
        }

        ArrayPool<float>.Shared.Return(products);
    }

    private void Search(int left, int right, float[] products, ReadOnlySpan<float> rightLimits)
    {
        int width = (_data.RowsInBlock(right) + 31) / 32 * 32;
        bool both = _symmetric && left != right;
        ReadOnlySpan<float> rightNorms = _data.LowerNorms.AsSpan(right * Block, Block);
        for (int i = 0; i < _queries.RowsInBlock(left); i++)
        {
            int query = left * Block + i;
            float norm = _queries.LowerNorms[query];
            ReadOnlySpan<float> row = products.AsSpan(i * Block, width);
            for (int start = 0; ; start += 32)
            {
                start = _kernel.FindAtMost(row, rightNorms, rightLimits, norm, _candidates.Limits[query], start, out uint mask);
                if (start < 0)
                    break;
                for (; mask != 0; mask &= mask - 1)
                {
                    int j = start + BitOperations.TrailingZeroCount(mask);
                    int other = right * Block + j;
                    float lowerBound = norm + rightNorms[j] - 2 * row[j];
                    if (!IsItself(query, other))
                        Add(query, other, lowerBound, both);
                }
            }
        }
    }

    private bool IsItself(int query, int other) => _own is null ? _symmetric && query == other : _own[query] == other;

    private void Add(int query, int other, float lowerBound, bool both)
    {
        float upperBound = _precision.UpperBound(lowerBound, _queries.Norms[query], _data.Norms[other]);
        _candidates.Add(query, other, lowerBound, upperBound);
        if (both)
            _candidates.Add(other, query, lowerBound, upperBound);
    }
}
