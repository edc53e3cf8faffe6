using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Fer.Ml;

/// <summary>
/// Finds the nearest of some rows for blocks of others. Squared distances are estimated by norms and dot products, about the
/// columns' means; what is below the farthest neighbour so far by this estimate and its rounding error is measured exactly.
/// </summary>
internal sealed class NearestRows
{
    private const int RowsPerBlock = 128;

    private readonly float[] _values;
    private readonly int _columns;
    private readonly double[] _means;
    private readonly double[] _norms;
    private readonly double _greatestNorm;

    public NearestRows(float[] values, int columns)
    {
        _values = values;
        _columns = columns;
        int rows = values.Length / columns;
        _means = new double[columns];
        for (int row = 0; row < rows; row++)
            DenseRows.AddScaled(_means, 1.0 / rows, Row(row));
        double[] ones = [.. Enumerable.Repeat(1.0, columns)];
        _norms = new double[rows];
        for (int row = 0; row < rows; row++)
            _norms[row] = DenseRows.SumOfSquares(Row(row), _means, ones);
        _greatestNorm = _norms.Max();
    }

    /// <summary>Finds the nearest rows, of equal ones the first.</summary>
    /// <param name="queries">Rows of as many columns.</param>
    /// <param name="count">How many to find for each; no more than there are.</param>
    /// <returns>Queries x count, the nearest first.</returns>
    public Neighbor[] Find(ReadOnlySpan<float> queries, int count)
    {
        int rows = queries.Length / _columns;
        int width = DenseKernel.Padded(rows);
        int stride = DenseKernel.Stride(_columns);
        int queryStride = DenseKernel.Stride(width);
        double[] columns = ArrayPool<double>.Shared.Rent(_columns * queryStride); // the queries, column by column
        double[] block = ArrayPool<double>.Shared.Rent(RowsPerBlock * stride);
        double[] products = ArrayPool<double>.Shared.Rent(RowsPerBlock * width);
        var search = new Search(this, queries.Length / _columns, width, count);
        search.Transpose(queries, columns, queryStride);
        for (int first = 0; first < _norms.Length; first += RowsPerBlock)
        {
            int number = Math.Min(RowsPerBlock, _norms.Length - first);
            int padded = DenseKernel.Padded(number);
            for (int row = 0; row < number; row++)
                DenseRows.Convert(Row(first + row), _means, 1, block.AsSpan(row * stride, _columns));
            Array.Clear(products, 0, padded * width);
            DenseKernel.Best.MultiplyAdd(block, stride, 1, columns, queryStride, products, width, padded, width, _columns);
            for (int row = 0; row < number; row++)
                search.Look(first + row, products.AsSpan(row * width, width), queries);
        }

        ArrayPool<double>.Shared.Return(columns);
        ArrayPool<double>.Shared.Return(block);
        ArrayPool<double>.Shared.Return(products);
        return search.Found;
    }

    private ReadOnlySpan<float> Row(int row) => _values.AsSpan(row * _columns, _columns);

    /// <summary>The neighbours of a block of queries so far.</summary>
    private sealed class Search
    {
        private readonly NearestRows _rows;
        private readonly int _queries;
        private readonly int _count;
        private readonly double[] _limits; // of norm - 2 x product, for each query
        private readonly double[] _offsets; // what the limit differs from the farthest distance by

        public Search(NearestRows rows, int queries, int width, int count)
        {
            _rows = rows;
            _queries = queries;
            _count = count;
            Found = new Neighbor[queries * count];
            Array.Fill(Found, new Neighbor(double.PositiveInfinity, int.MaxValue));
            _limits = new double[width];
            _offsets = new double[width];
            Array.Fill(_limits, double.PositiveInfinity, 0, queries);
            Array.Fill(_limits, double.NegativeInfinity, queries, width - queries);
        }

        public Neighbor[] Found { get; }

        /// <summary>Writes the queries as columns, and notes their norms.</summary>
        public void Transpose(ReadOnlySpan<float> queries, double[] columns, int stride)
        {
            int size = _rows._columns;
            var row = new double[size];
            for (int query = 0; query < _limits.Length; query++)
            {
                if (query < _queries)
                    DenseRows.Convert(queries.Slice(query * size, size), _rows._means, 1, row);
                else
                    Array.Clear(row);
                for (int column = 0; column < size; column++)
                    columns[column * stride + query] = row[column];
                double norm = DenseVectors.Dot(row, row);
                double rounding = 4 * (size + 8) * 2.3e-16 * (norm + _rows._greatestNorm);
                _offsets[query] = rounding - norm;
            }
        }

        /// <summary>Measures the queries that a row may be near to.</summary>
        public void Look(int row, ReadOnlySpan<double> products, ReadOnlySpan<float> queries)
        {
            Vector512<double> norm = Vector512.Create(_rows._norms[row]);
            ref double product = ref MemoryMarshal.GetReference(products);
            ref double limit = ref MemoryMarshal.GetArrayDataReference(_limits);
            for (int query = 0; query < products.Length; query += Vector512<double>.Count)
            {
                Vector512<double> estimate = norm - 2 * Vector512.LoadUnsafe(ref product, (nuint)query);
                ulong near = Vector512.LessThanOrEqual(estimate, Vector512.LoadUnsafe(ref limit, (nuint)query))
                    .ExtractMostSignificantBits();
                for (; near != 0; near &= near - 1)
                    Measure(row, query + System.Numerics.BitOperations.TrailingZeroCount(near), queries);
            }
        }

        private void Measure(int row, int query, ReadOnlySpan<float> queries)
        {
            double distance = Distance(queries.Slice(query * _rows._columns, _rows._columns), _rows.Row(row));
            Span<Neighbor> found = Found.AsSpan(query * _count, _count);
            if (distance >= found[^1].SquaredDistance)
                return;
            int place = _count - 1;
            for (; place > 0 && distance < found[place - 1].SquaredDistance; place--)
                found[place] = found[place - 1];
            found[place] = new Neighbor(distance, row);
            if (found[^1].Row != int.MaxValue)
                _limits[query] = found[^1].SquaredDistance + _offsets[query];
        }

        private static double Distance(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
        {
            right = right[..left.Length];
            double sum = 0;
            for (int column = 0; column < left.Length; column++)
            {
                double difference = (double)left[column] - right[column];
                sum += difference * difference;
            }

            return sum;
        }
    }
}
