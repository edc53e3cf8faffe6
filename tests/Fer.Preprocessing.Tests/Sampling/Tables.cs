namespace Fer.Preprocessing.Tests;

/// <summary>Feature tables for tests.</summary>
internal static class Tables
{
    /// <summary>Normal features around a mean per class, the labels in random order.</summary>
    public static FeatureTable Random(int[] counts, int columns, ulong seed, double distance = 1)
    {
        RandomGenerator random = RandomGenerator.Create(seed);
        int[] labels = [.. counts.SelectMany((count, label) => Enumerable.Repeat(label, count))];
        random.Shuffle(labels.AsSpan());
        var values = new float[labels.Length * columns];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(labels[i / columns] * distance + random.NextGaussian());
        return Create(labels, values, columns, counts.Length);
    }

    public static FeatureTable Create(int[] labels, float[] values, int columns, int classes) => new(
        [.. Enumerable.Range(0, classes).Select(label => $"c{label}")], labels, [.. labels.Select((_, row) => $"r{row}")], values, columns);

    public static ResampledTable Resample(this ISampler sampler, FeatureTable table) =>
        sampler.FitResample(table.AsTraining(), null, TestContext.Current.CancellationToken).Data;

    public static TrainingSplit<FeatureTable> AsTraining(this FeatureTable table) => new(table);
}
