namespace Fer.Preprocessing.Tests;

public class MixUpTests
{
    [Fact]
    public void Each_sample_is_blended_with_the_one_before_it()
    {
        RandomGenerator random = RandomGenerator.Create(5);
        for (int i = 0; i < 20; i++)
        {
            Batch batch = ThreeSamples();
            new MixUp(alpha: 0.7).Apply(batch, ref random);
            float share = batch.Target(0)[0];
            Assert.Equal([share, 0, 1 - share, 1 - share, share, 0, 0, 1 - share, share], batch.Targets, (a, b) => Math.Abs(a - b) < 1e-6);
            float[] expected =
            [
                share * 1 + (1 - share) * 5, share * 2 + (1 - share) * 7,
                share * 3 + (1 - share) * 1, share * 4 + (1 - share) * 2,
                share * 5 + (1 - share) * 3, share * 7 + (1 - share) * 4,
            ];
            Assert.Equal(expected, batch.Inputs, (a, b) => Math.Abs(a - b) < 1e-5);
        }
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(8)]
    public void Shares_follow_the_beta_distribution(double alpha)
    {
        RandomGenerator random = RandomGenerator.Create(6);
        double[] shares = new double[20_000];
        for (int i = 0; i < shares.Length; i++)
        {
            Batch batch = ThreeSamples();
            new MixUp(alpha).Apply(batch, ref random);
            shares[i] = batch.Target(0)[0];
        }

        double variance = 1 / (4 * ((2 * alpha) + 1));
        Assert.Equal(0.5, shares.Average(), 4 * Math.Sqrt(variance / shares.Length));
        Assert.Equal(1, shares.Average(share => Math.Pow(share - 0.5, 2)) / variance, 0.04);
    }

    [Fact]
    public void So_many_batches_are_mixed_as_asked_for()
    {
        RandomGenerator random = RandomGenerator.Create(7);
        int mixed = 0;
        for (int i = 0; i < 4000; i++)
        {
            Batch batch = ThreeSamples();
            new MixUp(probability: 0.25).Apply(batch, ref random);
            mixed += batch.Inputs[0] == 1 ? 0 : 1;
        }

        Assert.InRange(mixed, 890, 1110);
    }

    [Fact]
    public void Arguments_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MixUp(alpha: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MixUp(alpha: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MixUp(probability: 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CutMix(alpha: 101));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CutMix(probability: -1));
        Assert.Throws<ArgumentException>(() => new RandomBatchChoice());
    }

    private static Batch ThreeSamples()
    {
        var batch = new Batch(new TensorShape(1, 1, 2), classes: 3, capacity: 3) { Count = 3 };
        ((float[])[1, 2, 3, 4, 5, 7]).CopyTo(batch.Inputs, 0);
        for (int n = 0; n < 3; n++)
            batch.SetLabel(n, n);
        return batch;
    }
}
