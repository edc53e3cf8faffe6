using System.Runtime.InteropServices;

namespace Fer.Ml.Tests;

public sealed unsafe class HistogramTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1001)]
    public void The_fast_histograms_are_the_readable_one(int rows)
    {
        RandomGenerator random = RandomGenerator.Create(3, (ulong)rows);
        using var memory = new Memory(rows);
        int count = 0;
        for (int row = 0; row < rows; row++)
        {
            memory.Bins[row] = random.NextUInt64();
            if (random.NextDouble() < 0.7 || row == 0)
                memory.Rows[count++] = row;
        }

        for (int i = 0; i < count * 8; i++)
            memory.Gradients[i] = PackedSum.Pack(random.Next(2000) - 1000, random.Next(1000));

        // Tree by tree for the reference, all trees at once for the other.
        RootHistograms.Add(memory.Joint, memory.Bins, memory.Rows, memory.Gradients, count);
        var own = new long[count];
        for (int tree = 0; tree < 8; tree++)
        {
            for (int i = 0; i < count; i++)
                own[i] = memory.Gradients[i * 8 + tree];
            var expected = new long[256 * 8];
            var actual = new long[256 * 8];
            fixed (long* gradients = own)
            fixed (long* readable = expected)
            fixed (long* fast = actual)
            {
                ReferenceHistogram.Add(readable, memory.Bins, memory.Rows, gradients, count);
                Histogram.Add(fast, memory.Bins, memory.Rows, gradients, count);
            }

            Assert.Equal(expected, actual);
            for (int bin = 0; bin < 256; bin++)
            {
                for (int column = 0; column < 8; column++)
                    Assert.Equal(expected[bin * 8 + column], memory.Joint[(column * 256 + bin) * 8 + tree]);
            }
        }
    }

    [Theory]
    [InlineData(1, 2, 0, 0)]
    [InlineData(3, 5, 0, 0)]
    [InlineData(8, 255, 0, 0)]
    [InlineData(7, 100, 40, 0)]
    [InlineData(8, 33, 0, 700)]
    [InlineData(5, 254, 11.5, 3.25)]
    public void The_fast_split_search_is_the_readable_one(int columns, int bins, double alpha, double lambda)
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            RandomGenerator random = RandomGenerator.Create(5, seed);
            var features = new BinnedFeature[columns];
            for (int column = 0; column < columns; column++)
            {
                int own = column == 0 ? bins : 2 + random.Next(bins - 1);
                features[column] = new BinnedFeature(columns - column, [.. Enumerable.Range(0, own - 1).Select(i => (float)i)], column);
            }

            var block = new BinnedBlock(0, columns, bins, false, 0);
            var histogram = new long[bins * 8];
            long sum = 0;
            int rows = 500;
            for (int row = 0; row < rows; row++)
            {
                long gradient = PackedSum.Pack(random.Next(201) - 100, random.Next(50));
                sum += gradient;
                for (int column = 0; column < 8; column++)
                    histogram[(column < columns ? random.Next(features[column].Bins) : 0) * 8 + column] += gradient;
            }

            var rules = new SplitRules(alpha, lambda, 0, 20, 11);
            fixed (long* sums = histogram)
            {
                SplitCandidate expected = SplitCandidate.None;
                for (int i = 0; i < columns; i++)
                {
                    expected = SplitCandidate.Better(
                        expected, ReferenceSplitFinder.Find(sums, i, features[i], sum, rows, rules), features);
                }

                Assert.Equal(expected, SplitFinder.Find(sums, block, features, null, sum, rows, rules));
                Assert.True(expected.Exists);
                bool[] use = [.. Enumerable.Range(0, columns).Select(i => i != expected.Feature)];
                Assert.NotEqual(expected.Feature, SplitFinder.Find(sums, block, features, use, sum, rows, rules).Feature);
            }
        }
    }

    [Fact]
    public void Packed_sums_are_exact_with_gradients_of_both_signs()
    {
        long sum = 0;
        long gradients = 0, hessians = 0;
        RandomGenerator random = RandomGenerator.Create(9);
        for (int i = 0; i < 100_000; i++)
        {
            int gradient = random.Next(40_000) - 20_000, hessian = random.Next(20_000);
            sum += PackedSum.Pack(gradient, hessian);
            (gradients, hessians) = (gradients + gradient, hessians + hessian);
        }

        Assert.Equal(gradients, PackedSum.Gradient(sum));
        Assert.Equal(hessians, PackedSum.Hessian(sum));
    }

    [Fact]
    public void Quantised_gradients_never_overflow_even_when_one_row_outweighs_all()
    {
        float[] gradients = [1e20f, -1, 1, 0.5f], hessians = [1e20f, 1e-20f, 1, 1];
        var packed = new long[4];
        QuantizedGradients scales = QuantizedGradients.Quantize(gradients, hessians, [0, 1, 2, 3], packed);
        long sum = packed.Sum();
        Assert.Equal(1e20 * scales.GradientScale, PackedSum.Gradient(sum), 1e-6 * int.MaxValue);
        Assert.InRange(PackedSum.Hessian(sum), int.MaxValue / 2, int.MaxValue);
    }

    private sealed class Memory(int rows) : IDisposable
    {
        public ulong* Bins { get; } = (ulong*)NativeMemory.AllocZeroed((nuint)rows, 8);

        public int* Rows { get; } = (int*)NativeMemory.AllocZeroed((nuint)rows, 4);

        public long* Gradients { get; } = (long*)NativeMemory.AllocZeroed((nuint)rows * 8, 8);

        public long* Joint { get; } = (long*)NativeMemory.AllocZeroed(8 * 256 * 8, 8);

        public void Dispose()
        {
            NativeMemory.Free(Bins);
            NativeMemory.Free(Rows);
            NativeMemory.Free(Gradients);
            NativeMemory.Free(Joint);
        }
    }
}
