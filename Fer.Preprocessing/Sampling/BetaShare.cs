namespace Fer.Preprocessing;

/// <summary>How a class's new rows are shared between two kinds, as imbalanced-learn draws it.</summary>
internal static class BetaShare
{
    /// <summary>A number from Beta(10, 10), from two sums of ten exponentials.</summary>
    public static double Draw(ulong seed, int label)
    {
        RandomGenerator random = RandomGenerator.Create(seed, RandomStreams.Beta, (ulong)label);
        double first = 0, second = 0;
        for (int i = 0; i < 10; i++)
        {
            first -= Math.Log(1 - random.NextDouble());
            second -= Math.Log(1 - random.NextDouble());
        }

        return first / (first + second);
    }
}
