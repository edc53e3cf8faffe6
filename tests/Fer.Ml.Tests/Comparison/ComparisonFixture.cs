using System.Text.Json;

namespace Fer.Ml.Tests;

/// <summary>The table of scripts/comparison.py, with what scikit-learn made of it.</summary>
internal static class ComparisonFixture
{
    public static JsonElement Root { get; } = Fixtures.Json("comparison.json");

    public static TrainingSplit<FeatureTable> Training { get; } = Tables.Training(
        Array.ConvertAll(Root.Doubles("values"), value => (float)value), Root.GetProperty("columns").GetInt32(), Ints("labels"), 3);

    public static CrossValidationFolds Folds => CrossValidationFolds.Of(Ints("folds"));

    public static int[] Ints(string name) => Root.GetProperty(name).Deserialize<int[]>()!;
}
