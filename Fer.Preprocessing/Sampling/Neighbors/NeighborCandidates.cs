namespace Fer.Preprocessing;

/// <summary>
/// For each query the rows that can still be among its k nearest, given lower and upper bounds of squared distances: a row is out
/// once k others have upper bounds below its lower bound. The list of a query is short; when it overflows, exact distances shorten
/// it to k, so that memory stays bounded whatever the data.
/// </summary>
/// <typeparam name="T">The rows' element.</typeparam>
internal sealed class NeighborCandidates<T>
    where T : unmanaged
{
    // Room for rounding in the exact distances and in moving them to the packed rows' scale.
    private const double ExactSlack = 1 + 1e-6;

    private readonly FeatureRows<T> _queries;
    private readonly FeatureRows<T> _data;
    private readonly double _squaredScale;
    private readonly int _neighbors;
    private readonly int _capacity;
    private readonly int[] _counts;
    private readonly int[] _indices;
    private readonly float[] _lowerBounds;
    private readonly float[] _upperBounds; // the k smallest of each query, in ascending order

    public NeighborCandidates(FeatureRows<T> queries, int paddedQueries, FeatureRows<T> data, int neighbors, double scale)
    {
        _queries = queries;
        _data = data;
        _squaredScale = scale * scale;
        _neighbors = neighbors;
        _capacity = Math.Max(48, 4 * neighbors);
        _counts = new int[queries.Count];
        _indices = new int[checked(queries.Count * _capacity)];
        _lowerBounds = new float[_indices.Length];
        _upperBounds = new float[checked(queries.Count * neighbors)];
        Array.Fill(_upperBounds, float.MaxValue);
        Limits = new float[paddedQueries];
        Limits.AsSpan(0, queries.Count).Fill(float.MaxValue);
        Limits.AsSpan(queries.Count).Fill(float.NegativeInfinity);
    }

    /// <summary>The largest lower bound with which a row still is a candidate of each query.</summary>
    public float[] Limits { get; }

    /// <summary>Takes a row as a candidate, if its lower bound is within the limit.</summary>
    public void Add(int query, int row, float lowerBound, float upperBound)
    {
        if (!(lowerBound <= Limits[query]))
            return;
        Lower(query, upperBound);
        if (_counts[query] == _capacity)
            Shorten(query);
        int position = query * _capacity + _counts[query]++;
        _indices[position] = row;
        _lowerBounds[position] = lowerBound;
    }

    /// <summary>The k nearest rows by their exact distances.</summary>
    public void Finish(int query, Span<int> indices, Span<double> squaredDistances)
    {
        Prune(query);
        Span<int> candidates = _indices.AsSpan(query * _capacity, _counts[query]);
        var distances = new double[candidates.Length];
        SortByDistance(query, candidates, distances);
        candidates[..indices.Length].CopyTo(indices);
        distances.AsSpan(0, squaredDistances.Length).CopyTo(squaredDistances);
    }

    private void Lower(int query, float upperBound)
    {
        Span<float> bounds = _upperBounds.AsSpan(query * _neighbors, _neighbors);
        int position = bounds.Length - 1;
        if (!(upperBound < bounds[position]))
            return;
        for (; position > 0 && bounds[position - 1] > upperBound; position--)
            bounds[position] = bounds[position - 1];
        bounds[position] = upperBound;
        Limits[query] = bounds[^1];
    }

    private void Shorten(int query)
    {
        Prune(query);
        if (_counts[query] <= _capacity / 2)
            return;
        Span<int> candidates = _indices.AsSpan(query * _capacity, _counts[query]);
        Span<float> lowerBounds = _lowerBounds.AsSpan(query * _capacity, _counts[query]);
        var distances = new double[candidates.Length];
        SortByDistance(query, candidates, distances);
        _counts[query] = _neighbors;
        // The sorted distances are those of k different rows, so they all bound the k-th from above.
        Span<float> bounds = _upperBounds.AsSpan(query * _neighbors, _neighbors);
        for (int i = 0; i < _neighbors; i++)
        {
            double distance = distances[i] * _squaredScale;
            lowerBounds[i] = (float)(distance / ExactSlack);
            bounds[i] = MathF.BitIncrement((float)(distance * ExactSlack));
        }

        Limits[query] = bounds[^1];
    }

    private void Prune(int query)
    {
        int start = query * _capacity;
        int kept = start;
        for (int i = start; i < start + _counts[query]; i++)
        {
            if (_lowerBounds[i] <= Limits[query])
                (_indices[kept], _lowerBounds[kept++]) = (_indices[i], _lowerBounds[i]);
        }

        _counts[query] = kept - start;
    }

    private void SortByDistance(int query, Span<int> candidates, double[] distances)
    {
        candidates.Sort(); // so that equal distances stand by index: the sort below is stable
        ReadOnlySpan<T> row = _queries.Row(query);
        for (int i = 0; i < candidates.Length; i++)
        {
            int candidate = candidates[i];
            double distance = SquaredDistance.Of(row, _data.Row(candidate));
            int position = i;
            for (; position > 0 && distances[position - 1] > distance; position--)
                (distances[position], candidates[position]) = (distances[position - 1], candidates[position - 1]);
            (distances[position], candidates[position]) = (distance, candidate);
        }
    }
}
