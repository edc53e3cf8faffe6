namespace Fer.Preprocessing;

/// <summary>Random numbers as augmentations draw them.</summary>
internal static class RandomDraws
{
    /// <summary>A number from a range, all equally likely.</summary>
    public static double NextUniform(this ref RandomGenerator random, double min, double max) =>
        min + ((max - min) * random.NextDouble());

    /// <summary>A number above 0 from a range, evenly in its logarithm: from 1/2 to 1 as likely as from 1 to 2.</summary>
    public static double NextLogUniform(this ref RandomGenerator random, double min, double max) =>
        Math.Exp(random.NextUniform(Math.Log(min), Math.Log(max)));
}
