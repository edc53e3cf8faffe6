namespace Fer.Ml.Tests;

public class DenseKernelTests
{
    [Theory]
    [InlineData(8, 8, 1)]
    [InlineData(16, 24, 5)]
    [InlineData(64, 40, 300)]
    [InlineData(24, 264, 129)]
    public void Every_register_width_gives_the_same_bits(int rows, int columns, int depth)
    {
        double[] left = Numbers(rows * depth, 1), right = Numbers(depth * columns, 2), start = Numbers(rows * columns, 3);
        var results = new List<double[]>();
        foreach (DenseKernel<double> kernel in DenseKernel.All)
        {
            double[] result = [.. start], transposed = [.. start];
            kernel.MultiplyAdd(left, depth, 1, right, columns, result, columns, rows, columns, depth);
            kernel.MultiplyAdd(Transpose(left, rows, depth), 1, rows, right, columns, transposed, columns, rows, columns, depth);
            Assert.Equal(result, transposed);
            results.Add(result);
        }

        Assert.All(results, result => Assert.Equal(results[0], result));
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double sum = start[i * columns + j];
                for (int k = 0; k < depth; k++)
                    sum += left[i * depth + k] * right[k * columns + j];
                Assert.Equal(sum, results[0][i * columns + j], 1e-11);
            }
        }
    }

    [Theory]
    [InlineData(8, 16, 1)]
    [InlineData(64, 112, 300)]
    public void Floats_too_have_the_same_bits_at_every_register_width(int rows, int columns, int depth)
    {
        float[] left = Array.ConvertAll(Numbers(rows * depth, 1), value => (float)value);
        float[] right = Array.ConvertAll(Numbers(depth * columns, 2), value => (float)value);
        var results = new List<float[]>();
        foreach (DenseKernel<float> kernel in DenseKernel.AllSingle)
        {
            var result = new float[rows * columns];
            kernel.MultiplyAdd(left, depth, 1, right, columns, result, columns, rows, columns, depth);
            results.Add(result);
        }

        Assert.All(results, result => Assert.Equal(results[0], result));
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double sum = Enumerable.Range(0, depth).Sum(k => (double)left[i * depth + k] * right[k * columns + j]);
                Assert.Equal(sum, results[0][i * columns + j], 1e-3);
            }
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 5, 2)]
    [InlineData(5, 40, 7)]
    [InlineData(70, 33, 9)]
    public void Scores_are_the_products_of_rows_and_coefficients(int rows, int columns, int scores)
    {
        float[] values = Array.ConvertAll(Numbers(rows * columns, 1), value => (float)value);
        double[] coefficients = Numbers(scores * columns, 2), intercepts = Numbers(scores, 3), result = new double[rows * scores];
        new RowScores(coefficients, columns, intercepts).Compute(values, result);
        for (int i = 0; i < result.Length; i++)
        {
            int row = i / scores, score = i % scores;
            double sum = Enumerable.Range(0, columns).Sum(k => values[row * columns + k] * coefficients[score * columns + k]);
            Assert.Equal(intercepts[score] + sum, result[i], 1e-11);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(11)]
    public void The_greatest_of_each_row_is_found_the_first_of_equal_ones(int columns)
    {
        double[] values = Array.ConvertAll(Numbers(columns * 103, 5), value => Math.Round(value));
        for (int i = 0; i < values.Length; i += 4)
            values[i] = double.NegativeInfinity;
        foreach (int rows in (int[])[1, 2, 3, 4, 103])
        {
            var places = new int[rows];
            ArgMax.OfRows(values.AsSpan(0, rows * columns), columns, places);
            Assert.Equal(values.Chunk(columns).Take(rows).Select(row => Array.IndexOf(row, row.Max())), places);
        }
    }

    [Fact]
    public void Softmax_gives_each_row_the_same_bits_in_any_company()
    {
        double[] scores = Array.ConvertAll(Numbers(21, 6), value => 300 * value), together = [.. scores];
        scores[2] = together[2] = double.NegativeInfinity;
        Softmax.NormalizeRows(together, 7);
        Assert.Equal(0, together[2]);
        for (int row = 0; row < 3; row++)
        {
            double[] alone = scores[(row * 7)..((row + 1) * 7)];
            double most = alone.Max(), sum = alone.Sum(score => Math.Exp(score - most));
            double[] expected = [.. alone.Select(score => Math.Exp(score - most) / sum)];
            Softmax.NormalizeRows(alone, 7);
            Assert.Equal(together[(row * 7)..((row + 1) * 7)], alone);
            Assert.All(expected.Zip(alone), pair => Assert.Equal(pair.First, pair.Second, 1e-14));
        }
    }

    [Fact]
    public void What_lies_outside_the_spans_is_refused()
    {
        double[] values = new double[64];
        Assert.Throws<ArgumentException>(() => DenseKernel.Best.MultiplyAdd(values, 8, 1, values, 8, values, 8, 8, 8, 9));
        Assert.Throws<ArgumentException>(() => DenseKernel.Best.MultiplyAdd(values, 8, 1, values, 8, values, 8, 7, 8, 8));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2050, 31)]
    public void A_gram_matrix_is_the_products_of_the_columns(int rows, int columns)
    {
        double[] values = Numbers(rows * columns, 4);
        double[][] grams =
        [
            .. new[] { 1, 2, 3, 8 }.Select(threads => GramMatrix.Compute(
                rows, columns, (row, destination) => values.AsSpan(row * columns, columns).CopyTo(destination),
                new ParallelOptions { MaxDegreeOfParallelism = threads })),
        ];
        Assert.All(grams, gram => Assert.Equal(grams[0], gram));
        for (int i = 0; i < columns; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double sum = Enumerable.Range(0, rows).Sum(row => values[row * columns + i] * values[row * columns + j]);
                Assert.Equal(sum, grams[0][i * columns + j], 1e-9);
            }
        }
    }

    [Fact]
    public void A_system_is_solved_whether_it_is_singular_or_not()
    {
        double[] matrix = [4, 2, 2, 3], vector = [2, 1];
        PositiveSystem.Solve(matrix, 2, vector);
        Assert.Equal([0.5, 0], vector.Select(value => Math.Round(value, 14)));

        double[] singular = [2, 2, 2, 2], least = [4, 4];
        PositiveSystem.Solve(singular, 2, least);
        Assert.Equal([1.0, 1], least.Select(value => Math.Round(value, 14)));
        Assert.Null(Cholesky.TryDecompose([1, 2, 2, 1], 2));
    }

    private static double[] Numbers(int count, ulong seed)
    {
        RandomGenerator random = RandomGenerator.Create(seed);
        var values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = random.NextGaussian();
        return values;
    }

    private static double[] Transpose(double[] values, int rows, int columns)
    {
        var transposed = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
            transposed[i % columns * rows + i / columns] = values[i];
        return transposed;
    }
}
