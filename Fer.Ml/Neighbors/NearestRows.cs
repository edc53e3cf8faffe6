using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Fer.Ml;

/// <summary>
/// Finds the nearest of some rows for blocks of others. Squared distances are estimated in single precision by norms and dot products,
/// about the columns' means and in a scale of their own; what is below the farthest neighbour so far by this estimate and its rounding
/// error is measured exactly.
/// </summary>
internal sealed class NearestRows
{
    private const int RowsPerBlock = 128;
    private const int Lanes = 16;
    private const double Rounding = 1.2e-7; // twice what rounding to a float is off by

    // Scaled queries beyond this might overflow: they are measured against every row.
    private const double GreatestQuery = 1e15;

    private readonly float[] _values;
    private readonly int _columns;
    private readonly float[] _means; // scaled
    private readonly float _scale; // a power of 2 that brings the longest row to a length of about 1
    private readonly float[] _norms; // squared, of scaled rows
    private readonly double _greatestNorm;

    public NearestRows(float[] values, int columns)
    {
        _values = values;
        _columns = columns;
        int rows = values.Length / columns;
        var means = new double[columns];
        for (int row = 0; row < rows; row++)
            DenseRows.AddScaled(means, 1.0 / rows, Row(row));
        means = Array.ConvertAll(means, mean => (double)(float)mean); // as the estimates have them
        double[] ones = [.. Enumerable.Repeat(1.0, columns)];
        var norms = new double[rows];
        for (int row = 0; row < rows; row++)
            norms[row] = DenseRows.SumOfSquares(Row(row), means, ones);
        double greatest = norms.Max();
        _scale = greatest > 0 ? (float)Math.ScaleB(1, Math.Clamp(-Math.ILogB(Math.Sqrt(greatest)), -120, 120)) : 1;
        _means = Array.ConvertAll(means, mean => (float)mean * _scale);
        _norms = Array.ConvertAll(norms, norm => (float)(norm * _scale * _scale));
        _greatestNorm = greatest * _scale * _scale;
    }

    /// <summary>The queries that are best looked for together.</summary>
    public static int Queries => 6 * Lanes;

    /// <summary>Finds the nearest rows, of equal ones the first.</summary>
    /// <param name="queries">Rows of as many columns.</param>
    /// <param name="count">How many to find for each; no more than there are.</param>
    /// <returns>Queries x count, the nearest first.</returns>
    public Neighbor[] Find(ReadOnlySpan<float> queries, int count)
    {
        int width = DenseKernel.Padded(queries.Length / _columns, Lanes);
        int stride = DenseKernel.Stride(_columns, Lanes);
        int queryStride = DenseKernel.Stride(width, Lanes);
        float[] columns = ArrayPool<float>.Shared.Rent(_columns * queryStride); // the queries, column by column
        float[] block = ArrayPool<float>.Shared.Rent(RowsPerBlock * stride);
        float[] products = ArrayPool<float>.Shared.Rent(RowsPerBlock * width);
        var search = new Search(this, queries.Length / _columns, width, count);
        search.Transpose(queries, columns, queryStride);
        for (int first = 0; first < _norms.Length; first += RowsPerBlock)
        {
            int number = Math.Min(RowsPerBlock, _norms.Length - first);
            int padded = DenseKernel.Padded(number);
            for (int row = 0; row < number; row++)
                Scale(Row(first + row), block.AsSpan(row * stride, _columns));
            Array.Clear(products, 0, padded * width);
            DenseKernel.BestSingle.MultiplyAdd(block, stride, 1, columns, queryStride, products, width, padded, width, _columns);
            for (int row = 0; row < number; row++)
                search.Look(first + row, products.AsSpan(row * width, width), queries);
        }

        ArrayPool<float>.Shared.Return(columns);
        ArrayPool<float>.Shared.Return(block);
        ArrayPool<float>.Shared.Return(products);
        return search.Found;
    }

    private ReadOnlySpan<float> Row(int row) => _values.AsSpan(row * _columns, _columns);

    /// <summary>destination = (row - means) * scale, in an order that overflows for no row of the table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // a model may predict only once
    private void Scale(ReadOnlySpan<float> row, Span<float> destination)
    {
        ReadOnlySpan<float> means = _means.AsSpan(0, row.Length);
        destination = destination[..row.Length];
        ref float source = ref MemoryMarshal.GetReference(row);
        ref float mean = ref MemoryMarshal.GetReference(means);
        ref float target = ref MemoryMarshal.GetReference(destination);
        Vector512<float> scale = Vector512.Create(_scale);
        int column = 0;
        for (; column <= row.Length - Lanes; column += Lanes)
        {
            (Vector512.LoadUnsafe(ref source, (nuint)column) * scale - Vector512.LoadUnsafe(ref mean, (nuint)column))
                .StoreUnsafe(ref target, (nuint)column);
        }

        for (; column < row.Length; column++)
            destination[column] = row[column] * _scale - means[column];
    }

    /// <summary>The neighbours of a block of queries so far.</summary>
    private sealed class Search
    {
        private readonly NearestRows _rows;
        private readonly int _queries;
        private readonly int _count;
        private readonly float[] _limits; // of norm - 2 x product, for each query
        private readonly double[] _offsets; // what the limit differs from the farthest distance by
        private readonly double _square; // of the scale

        public Search(NearestRows rows, int queries, int width, int count)
        {
            _rows = rows;
            _queries = queries;
            _count = count;
            _square = (double)rows._scale * rows._scale;
            Found = new Neighbor[queries * count];
            Array.Fill(Found, new Neighbor(double.PositiveInfinity, int.MaxValue));
            _limits = new float[width];
            _offsets = new double[width];
            Array.Fill(_limits, float.PositiveInfinity, 0, queries);
            Array.Fill(_limits, float.NegativeInfinity, queries, width - queries);
        }

        public Neighbor[] Found { get; }

        /// <summary>Writes the queries as columns, and notes their norms.</summary>
        public void Transpose(ReadOnlySpan<float> queries, float[] columns, int stride)
        {
            int size = _rows._columns;
            var row = new float[size];
            for (int query = 0; query < _limits.Length; query++)
            {
                if (query < _queries)
                    _rows.Scale(queries.Slice(query * size, size), row);
                else
                    Array.Clear(row);
                double norm = DenseRows.Dot(row, row);
                bool measureAll = !(norm < GreatestQuery);
                for (int column = 0; column < size; column++)
                    columns[column * stride + query] = measureAll ? 0 : row[column];
                _offsets[query] = measureAll ? double.PositiveInfinity
                    : 2 * (size + 8) * Rounding * (norm + _rows._greatestNorm) - norm;
            }
        }

        /// <summary>Measures the queries that a row may be near to.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)] // a model may predict only once
        public void Look(int row, ReadOnlySpan<float> products, ReadOnlySpan<float> queries)
        {
            Vector512<float> norm = Vector512.Create(_rows._norms[row]);
            ref float product = ref MemoryMarshal.GetReference(products);
            ref float limit = ref MemoryMarshal.GetArrayDataReference(_limits);
            for (int query = 0; query < products.Length; query += Lanes)
            {
                Vector512<float> estimate = norm - 2 * Vector512.LoadUnsafe(ref product, (nuint)query);
                ulong near = Vector512.LessThanOrEqual(estimate, Vector512.LoadUnsafe(ref limit, (nuint)query))
                    .ExtractMostSignificantBits();
                for (; near != 0; near &= near - 1)
                    Measure(row, query + BitOperations.TrailingZeroCount(near), queries);
            }
        }

        private void Measure(int row, int query, ReadOnlySpan<float> queries)
        {
            double distance = DenseRows.SquaredDistance(queries.Slice(query * _rows._columns, _rows._columns), _rows.Row(row));
            Span<Neighbor> found = Found.AsSpan(query * _count, _count);
            if (distance >= found[^1].SquaredDistance)
                return;
            int place = _count - 1;
            for (; place > 0 && distance < found[place - 1].SquaredDistance; place--)
                found[place] = found[place - 1];
            found[place] = new Neighbor(distance, row);
            if (found[^1].Row != int.MaxValue)
                _limits[query] = MathF.BitIncrement((float)(found[^1].SquaredDistance * _square + _offsets[query]));
        }
    }
}
