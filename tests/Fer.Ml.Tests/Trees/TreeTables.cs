using System.Globalization;
using System.Text.Json;

namespace Fer.Ml.Tests;

/// <summary>Tables for the tests of trees and forests.</summary>
internal static class TreeTables
{
    /// <summary>One of scikit-learn's tables.</summary>
    public static FeatureTable Read(string name)
    {
        string[][] rows = [.. File.ReadLines(PathOf(name + ".csv")).Select(line => line.Split(','))];
        int[] labels = [.. rows.Select(row => int.Parse(row[0], CultureInfo.InvariantCulture))];
        float[] values = [.. rows.SelectMany(row => row.Skip(1)).Select(value => float.Parse(value, CultureInfo.InvariantCulture))];
        return Of(values, labels, labels.Max() + 1);
    }

    public static JsonDocument ReadFixture(string name) => JsonDocument.Parse(File.ReadAllBytes(PathOf(name)));

    public static FeatureTable Of(float[] values, int[] labels, int classes) =>
        Tables.Create(values, values.Length / labels.Length, labels, classes);

    /// <summary>Noise in which the first features say something of the class; about half of the values are 0, as activations are.</summary>
    public static FeatureTable Random(int rows, int columns, int classes, ulong seed, bool ties = true)
    {
        RandomGenerator random = RandomGenerator.Create(seed);
        var labels = new int[rows];
        var values = new float[rows * columns];
        for (int i = 0; i < rows; i++)
        {
            labels[i] = random.Next(classes);
            for (int c = 0; c < columns; c++)
            {
                float value = (float)(random.NextGaussian() + (c % classes == labels[i] ? 0.8 : 0));
                values[i * columns + c] = ties ? MathF.Max(value, 0) : value;
            }
        }

        return Of(values, labels, classes);
    }

    public static TrainingSplit<FeatureTable> Training(this FeatureTable table) => new(table);

    /// <summary>The rows of a fold, or all others.</summary>
    public static FeatureTable Fold(this FeatureTable table, int fold, bool isIn) =>
        table.Subset([.. Enumerable.Range(0, table.Count).Where(row => row % 5 == fold == isIn)]);

    public static IClassifierModel FitTable(this IClassifier learner, FeatureTable table, FitOptions? options = null) =>
        learner.Fit(table.Training(), options, cancellationToken: TestContext.Current.CancellationToken);

    public static double[] Probabilities(this IClassifierModel model, ReadOnlyMemory<float> rows, int threads = 0) =>
        model.PredictProbabilities(rows, threads, TestContext.Current.CancellationToken);

    public static int[] Labels(this IClassifierModel model, ReadOnlyMemory<float> rows) =>
        model.PredictLabels(rows, cancellationToken: TestContext.Current.CancellationToken);

    public static double Accuracy(this IClassifierModel model, FeatureTable table) =>
        model.Labels(table.Values).Where((label, row) => label == table.Labels[row]).Count() / (double)table.Count;

    /// <summary>A model saved and read again.</summary>
    public static IClassifierModel Reread(this IClassifierModel model) => ModelFile.Read(new ModelReader(Save(model), "a model"));

    public static Dictionary<string, NpyArray> Save(IClassifierModel model)
    {
        var writer = new ModelWriter();
        model.Save(writer);
        return new Dictionary<string, NpyArray>(writer.Arrays);
    }

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "fixtures", "trees", name);
}
