namespace Fer.Ml.Tests;

/// <summary>Tables to learn from.</summary>
internal static class Tables
{
    /// <summary>Rows named by their numbers.</summary>
    public static FeatureTable Create(float[] values, int columns, int[] labels, int classes) => new(
        [.. Enumerable.Range(0, classes).Select(label => $"class {label}")], labels, [.. labels.Select((_, row) => $"row {row}")],
        values, columns);

    public static TrainingSplit<FeatureTable> Training(float[] values, int columns, int[] labels, int classes) =>
        new(Create(values, columns, labels, classes));

    /// <summary>Normally distributed classes that overlap.</summary>
    public static TrainingSplit<FeatureTable> Gaussian(int rows, int columns, int classes, ulong seed = 1, Func<int, int>? label = null)
    {
        RandomGenerator random = RandomGenerator.Create(seed);
        int[] labels = [.. Enumerable.Range(0, rows).Select(row => label is null ? row % classes : label(row))];
        var values = new float[rows * columns];
        for (int i = 0; i < values.Length; i++)
        {
            int own = labels[i / columns];
            values[i] = (float)(random.NextGaussian() + (i % columns % classes == own ? 1.5 : 0) + 0.3 * own);
        }

        return Training(values, columns, labels, classes);
    }
}
