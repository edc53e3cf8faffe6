namespace Fer.Ml;

/// <summary>How probable each class is before anything is known of a row.</summary>
internal static class ClassPriors
{
    /// <summary>The priors given, or else the classes' shares of the weight; 0 for classes without rows, summing to 1.</summary>
    /// <param name="given">A prior per class, or null.</param>
    /// <param name="rowsPerClass">The rows of each class.</param>
    /// <param name="weights">The weight of each class.</param>
    /// <exception cref="ArgumentException">The priors given do not fit the classes.</exception>
    public static double[] Of(IReadOnlyList<double>? given, int[] rowsPerClass, double[] weights)
    {
        if (given is null)
        {
            double total = weights.Sum();
            return Array.ConvertAll(weights, weight => weight / total);
        }

        if (given.Count != rowsPerClass.Length)
            throw new ArgumentException($"There are {given.Count} priors for {rowsPerClass.Length} classes; give one per class.");
        double[] priors = [.. given.Select((prior, label) => rowsPerClass[label] > 0 ? prior : 0)];
        double sum = priors.Sum();
        if (Array.Exists(priors, prior => !(prior >= 0)) || !(sum > 0) || double.IsInfinity(sum))
            throw new ArgumentException($"Priors must be numbers from 0 on, not all 0, not [{string.Join(", ", given)}].");
        return Array.ConvertAll(priors, prior => prior / sum);
    }
}
