namespace Fer.Tests;

public class RandomGeneratorTests
{
    [Fact]
    public void Numbers_equal_the_reference_implementation()
    {
        // xoshiro256** of the state that SplitMix64 gives, computed in Python from the authors' public-domain description
        // by scripts/xoshiro256.py.
        RandomGenerator random = RandomGenerator.Create(42);
        Assert.Equal(new ulong[] { 0x19E479E2AAA77BFB, 0x5E3EFE753BE27527, 0xC3ED7125B780200A },
            new[] { random.NextUInt64(), random.NextUInt64(), random.NextUInt64() });
    }

    [Fact]
    public void Streams_differ_by_seed_key_and_length()
    {
        ulong[] firsts =
        [
            RandomGenerator.Create(1).NextUInt64(), RandomGenerator.Create(2).NextUInt64(),
            RandomGenerator.Create(1, 0).NextUInt64(), RandomGenerator.Create(1, 1).NextUInt64(),
            RandomGenerator.Create(1, 0, 1).NextUInt64(), RandomGenerator.Create(1, 1, 0).NextUInt64(),
        ];
        Assert.Equal(firsts.Length, firsts.Distinct().Count());
    }

    [Fact]
    public void Whole_numbers_are_evenly_spread()
    {
        RandomGenerator random = RandomGenerator.Create(7);
        var counts = new int[6];
        for (int i = 0; i < 60_000; i++)
            counts[random.Next(6)]++;
        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
    }

    [Fact]
    public void Gaussian_numbers_have_mean_0_and_deviation_1()
    {
        RandomGenerator random = RandomGenerator.Create(7);
        double sum = 0, squares = 0;
        for (int i = 0; i < 100_000; i++)
        {
            double x = random.NextGaussian();
            sum += x;
            squares += x * x;
        }

        Assert.InRange(sum / 100_000, -0.02, 0.02);
        Assert.InRange(squares / 100_000, 0.98, 1.02);
    }

    [Fact]
    public void Shuffle_keeps_every_item()
    {
        RandomGenerator random = RandomGenerator.Create(3);
        int[] items = [.. Enumerable.Range(0, 100)];
        random.Shuffle(items.AsSpan());
        Assert.NotEqual(Enumerable.Range(0, 100), items);
        Assert.Equal(Enumerable.Range(0, 100), items.Order());
    }
}
