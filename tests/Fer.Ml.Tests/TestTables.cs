namespace Fer.Ml.Tests;

/// <summary>Tables drawn for tests.</summary>
internal static class TestTables
{
    /// <summary>Clouds of deviation 1 whose centres lie 6 from 0, each along a feature of its own.</summary>
    /// <param name="classes">Their number.</param>
    /// <param name="rowsPerClass">The rows of a cloud; the classes take turns.</param>
    /// <param name="columns">The features.</param>
    /// <param name="seed">Draws the clouds.</param>
    public static TrainingSplit<FeatureTable> Separable(int classes = 3, int rowsPerClass = 40, int columns = 4, ulong seed = 0)
    {
        RandomGenerator random = RandomGenerator.Create(seed);
        int[] labels = [.. Enumerable.Range(0, classes * rowsPerClass).Select(row => row % classes)];
        var values = new float[labels.Length * columns];
        for (int i = 0; i < values.Length; i++)
        {
            int label = labels[i / columns];
            double center = i % columns == label % columns ? 6 * (1 + (label / columns)) : 0;
            values[i] = (float)(random.NextGaussian() + center);
        }

        return Of(labels, values, columns, classes);
    }

    public static TrainingSplit<FeatureTable> Of(int[] labels, float[] values, int columns, int classes) =>
        Tables.Training(values, columns, labels, classes);

    /// <summary>Changes the features.</summary>
    public static TrainingSplit<FeatureTable> WithValues(this TrainingSplit<FeatureTable> training, Func<float, int, float> change)
    {
        FeatureTable table = training.Data;
        return new(new FeatureTable(table.Classes, table.Labels, table.Ids, [.. table.Values.Select(change)], table.Columns));
    }

    /// <summary>Each row as often as it says, with identities of their own.</summary>
    public static TrainingSplit<FeatureTable> Repeat(this TrainingSplit<FeatureTable> training, int[] times)
    {
        int[] rows = [.. times.SelectMany((count, row) => Enumerable.Repeat(row, count))];
        FeatureTable table = training.Data;
        return new(new FeatureTable(
            table.Classes,
            [.. rows.Select(row => table.Labels[row])],
            [.. rows.Select((_, i) => $"copy {i}")],
            [.. rows.SelectMany(row => table.Row(row).ToArray())],
            table.Columns));
    }
}
