namespace Fer.Preprocessing.Tests;

public class NearestNeighborsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(41, 1, 2)]
    [InlineData(97, 3, 5)]
    [InlineData(193, 31, 1)]
    [InlineData(400, 33, 7)]
    [InlineData(520, 700, 5)]
    public void Every_kernel_finds_what_the_reference_finds(int rows, int columns, int neighbors)
    {
        FeatureRows<float> table = Normal(rows, columns, 1);
        FeatureRows<float> queries = Normal(77, columns, 2);
        int[] own = [.. Enumerable.Range(0, rows)];
        int[] some = [3, 0, 30, rows - 1];
        foreach (DotProductKernel kernel in DotProductKernel.All)
        {
            AssertSame(Reference(table, table, own, neighbors), Search(null, table, null, neighbors, kernel));
            AssertSame(Reference(queries, table, null, neighbors), Search(queries, table, null, neighbors, kernel));
            AssertSame(Reference(table.Select(some), table, some, neighbors), Search(table.Select(some), table, some, neighbors, kernel));
        }
    }

    [Fact]
    public void Nothing_is_missed_where_float32_cannot_tell_rows_apart()
    {
        // Two far clusters: distances within them vanish beside the norms, so that nearly all rows are candidates.
        var values = new double[600 * 4];
        RandomGenerator random = RandomGenerator.Create(3);
        for (int i = 0; i < values.Length; i++)
            values[i] = (i / 4 % 2 == 0 ? 1e9 : -1e9) + random.NextGaussian();
        var rows = new FeatureRows<double>(values, 4);
        AssertSame(Reference(rows, rows, Own(600), 4), Search(null, rows, null, 4, DotProductKernel.Best));
    }

    [Theory]
    [InlineData(1e-140)]
    [InlineData(1e-30)]
    [InlineData(1e30)]
    [InlineData(1e148)]
    public void Doubles_of_any_size_are_compared(double scale)
    {
        RandomGenerator random = RandomGenerator.Create(4);
        var values = new double[300 * 5];
        for (int i = 0; i < values.Length; i++)
            values[i] = scale * random.NextGaussian() * (i < 100 ? 1e-9 : 1);
        var rows = new FeatureRows<double>(values, 5);
        AssertSame(Reference(rows, rows, Own(300), 3), Search(null, rows, null, 3, DotProductKernel.Best));
    }

    [Fact]
    public void Of_equal_bytes_the_lower_index_comes_first()
    {
        RandomGenerator random = RandomGenerator.Create(5);
        var values = new byte[500 * 3];
        for (int i = 0; i < values.Length; i++)
            values[i] = (byte)(random.Next(3) * 100);
        var rows = new FeatureRows<byte>(values, 3);
        foreach (DotProductKernel kernel in DotProductKernel.All)
            AssertSame(Reference(rows, rows, Own(500), 6), Search(null, rows, null, 6, kernel));
    }

    [Fact]
    public void Rows_that_are_all_equal_have_the_first_rows_as_neighbours()
    {
        NeighborTable found = NearestNeighbors.Within(new FeatureRows<float>(new float[1000 * 8], 8), 3, cancellationToken: Stop);
        Assert.Equal([1, 2, 3], found.Indices(0).ToArray());
        Assert.Equal([0, 2, 3], found.Indices(1).ToArray());
        Assert.Equal([0, 1, 2], found.Indices(999).ToArray());
    }

    [Fact]
    public void A_single_far_row_costs_no_exactness()
    {
        FeatureRows<float> rows = Normal(300, 6, 6);
        var values = new float[301 * 6];
        for (int i = 0; i < 300; i++)
            rows.Row(i).CopyTo(values.AsSpan(i * 6));
        values.AsSpan(300 * 6).Fill(1e15f);
        var table = new FeatureRows<float>(values, 6);
        AssertSame(Reference(table, table, Own(301), 5), Search(null, table, null, 5, DotProductKernel.Best));
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        FeatureRows<float> rows = Normal(900, 40, 7);
        AssertSame(
            NearestNeighbors.Within(rows, 5, threads: 1, cancellationToken: Stop),
            NearestNeighbors.Within(rows, 5, threads: 7, cancellationToken: Stop));
    }

    [Fact]
    public void The_bound_holds_for_what_float32_makes_of_distances()
    {
        // Columns of one sign make the partial sums, and with them the rounding errors, as large as they get.
        RandomGenerator random = RandomGenerator.Create(8);
        const int Columns = 3000;
        var precision = new Precision(Columns);
        for (int trial = 0; trial < 50; trial++)
        {
            double exact = 0, norm1 = 0, norm2 = 0;
            float dot = 0;
            for (int c = 0; c < Columns; c++)
            {
                float a = 1 + random.NextSingle(), b = 1 + random.NextSingle();
                exact += ((double)a - b) * ((double)a - b);
                norm1 += (double)a * a;
                norm2 += (double)b * b;
                dot += a * b;
            }

            float lower = precision.LowerNorm(norm1) + precision.LowerNorm(norm2) - 2 * dot;
            Assert.InRange(exact, lower, precision.UpperBound(lower, (float)norm1, (float)norm2));
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(1e200)]
    public void What_cannot_be_compared_is_refused_by_row_and_column(double value)
    {
        foreach (int rows in new[] { 5, 500 })
        {
            var values = new double[rows * 2];
            values[7] = value;
            DatasetException error = Assert.Throws<DatasetException>(
                () => NearestNeighbors.Within(new FeatureRows<double>(values, 2), 1, cancellationToken: Stop));
            Assert.StartsWith("Row 3, column 1 is", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Too_many_neighbours_and_other_widths_are_refused()
    {
        FeatureRows<float> rows = Normal(5, 2, 9);
        Assert.Throws<ArgumentOutOfRangeException>(() => NearestNeighbors.Within(rows, 5, cancellationToken: Stop));
        Assert.Throws<ArgumentOutOfRangeException>(() => NearestNeighbors.Within(rows, 0, cancellationToken: Stop));
        Assert.Throws<ArgumentException>(() => NearestNeighbors.Between(Normal(5, 3, 9), rows, 1, cancellationToken: Stop));
        Assert.Throws<NotSupportedException>(() => new FeatureRows<int>(new int[4], 2));
    }

    [Fact]
    public void A_search_can_be_cancelled_and_tells_how_far_it_is()
    {
        using var source = new CancellationTokenSource();
        var heard = new Listener(value =>
        {
            if (value > 0.2)
                source.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => NearestNeighbors.Within(Normal(3000, 2, 10), 3, 1, heard, source.Token));
        Assert.InRange(heard.Last, 0.2, 0.5);
    }

    [Fact]
    public void The_neighbours_are_scikit_learns() => SamplingFixture.ForEach("neighbors", @case =>
    {
        NeighborTable found = NearestNeighbors.Within(
            new FeatureRows<float>(@case.Values, @case.Columns), @case.Parameter("k"), cancellationToken: Stop);
        Assert.Equal(@case.Numbers("indices"), Enumerable.Range(0, found.Queries).SelectMany(i => found.Indices(i).ToArray()));
    });

    private static int[] Own(int count) => [.. Enumerable.Range(0, count)];

    private static FeatureRows<float> Normal(int rows, int columns, ulong seed) =>
        new(Tables.Random([rows], columns, seed).Values, columns);

    private static NeighborTable Reference<T>(FeatureRows<T> queries, FeatureRows<T> data, int[]? own, int neighbors)
        where T : unmanaged => BruteForceNeighbors.Run(queries, data, own, neighbors, 0, null, default);

    private static NeighborTable Search<T>(
        FeatureRows<T>? queries, FeatureRows<T> data, int[]? own, int neighbors, DotProductKernel kernel)
        where T : unmanaged => NeighborSearch<T>.Run(queries, data, own, neighbors, kernel, 0, null, default);

    private static void AssertSame(NeighborTable expected, NeighborTable actual)
    {
        Assert.Equal(expected.Queries, actual.Queries);
        for (int i = 0; i < expected.Queries; i++)
        {
            Assert.Equal(expected.Indices(i).ToArray(), actual.Indices(i).ToArray());
            Assert.Equal(expected.SquaredDistances(i).ToArray(), actual.SquaredDistances(i).ToArray());
        }
    }

    private sealed class Listener(Action<double> hear) : IProgress<double>
    {
        public double Last { get; private set; }

        public void Report(double value)
        {
            Last = value;
            hear(value);
        }
    }
}
