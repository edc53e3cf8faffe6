using System.Text.Json;

namespace Fer.Preprocessing.Tests;

public class BetaDistributionTests
{
    private const int Draws = 100_000;

    [Fact]
    public void Quantiles_and_moments_are_those_of_the_distribution()
    {
        JsonElement cases = Fixtures.ReadJson("augmentation.json").GetProperty("beta");
        Assert.Equal(8, cases.GetArrayLength());
        foreach (JsonElement @case in cases.EnumerateArray())
        {
            double a = @case.GetProperty("a").GetDouble(), b = @case.GetProperty("b").GetDouble();
            RandomGenerator random = RandomGenerator.Create(4);
            var values = new double[Draws];
            for (int i = 0; i < Draws; i++)
                values[i] = BetaDistribution.Next(a, b, ref random);
            Assert.All(values, value => Assert.InRange(value, 0, 1));

            foreach ((JsonElement level, JsonElement quantile) in
                @case.GetProperty("levels").EnumerateArray().Zip(@case.GetProperty("quantiles").EnumerateArray()))
            {
                double expected = level.GetDouble(), bound = quantile.GetDouble();
                if (bound == 1) // above it there is nothing that a double can tell from 1
                    continue;
                double share = values.Count(value => value <= bound) / (double)Draws;
                Assert.Equal(expected, share, 4.5 * Math.Sqrt(expected * (1 - expected) / Draws));
            }

            double mean = a / (a + b), variance = mean * (1 - mean) / (a + b + 1);
            Assert.Equal(mean, values.Average(), 4.5 * Math.Sqrt(variance / Draws));
            Assert.Equal(1, values.Average(value => Math.Pow(value - mean, 2)) / variance, 0.03);
        }
    }

    [Fact]
    public void Tiny_shapes_give_numbers_still()
    {
        RandomGenerator random = RandomGenerator.Create(4);
        var values = new double[10_000];
        for (int i = 0; i < values.Length; i++)
            values[i] = BetaDistribution.Next(1e-5, 1e-5, ref random);
        Assert.InRange(values.Count(value => value > 0.5), 4_800, 5_200);
        Assert.DoesNotContain(values, double.IsNaN);
    }
}
