namespace Fer.Engine.Tests;

public class StochasticDepthMaskTests
{
    private static readonly Pass Training = new(Count: 1, IsTraining: true, Seed: 5, Step: 2);

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.2)]
    [InlineData(0.75)]
    public void Samples_are_dropped_at_the_rate_and_the_others_scaled(double rate)
    {
        const int Samples = 20_000;
        float[] factors = [.. Enumerable.Range(0, Samples).Select(sample => StochasticDepthMask.Factor(Training, node: 3, sample, rate))];
        Assert.All(factors, factor => Assert.Contains(factor, new[] { 0, (float)(1 / (1 - rate)) }));
        double deviation = Math.Sqrt(rate * (1 - rate) / Samples);
        Assert.Equal(rate, factors.Count(factor => factor == 0) / (double)Samples, 4 * deviation);
    }

    [Fact]
    public void Layers_steps_and_seeds_draw_their_own_and_draw_the_same_again()
    {
        static float[] Factors(Pass pass, int node) =>
            [.. Enumerable.Range(0, 64).Select(sample => StochasticDepthMask.Factor(pass, node, sample, rate: 0.5))];
        float[] factors = Factors(Training, node: 3);
        Assert.Equal(factors, Factors(Training, node: 3));
        Assert.NotEqual(factors, Factors(Training, node: 4));
        Assert.NotEqual(factors, Factors(Training with { Step = 3 }, node: 3));
        Assert.NotEqual(factors, Factors(Training with { Seed = 6 }, node: 3));
    }
}
