namespace Fer.Cli.Demo;

/// <summary>What the drawing asks of its random numbers.</summary>
internal static class RandomGeneratorExtensions
{
    /// <summary>A number between two limits, all equally likely.</summary>
    public static float Between(this ref RandomGenerator random, float min, float max) => min + ((max - min) * random.NextSingle());

    /// <summary>A number within <paramref name="spread"/> of zero, near zero more likely (triangular distribution).</summary>
    public static float Around(this ref RandomGenerator random, float spread) => (random.NextSingle() - random.NextSingle()) * spread;

    /// <summary>True with the given probability.</summary>
    public static bool Chance(this ref RandomGenerator random, float probability) => random.NextSingle() < probability;
}
