using System.Text.Json;

namespace Fer.Ml.Tests;

/// <summary>A table with what scikit-learn's learners learnt of it; scripts/learners.py writes them.</summary>
internal sealed class LearnerFixture
{
    private LearnerFixture(JsonElement root)
    {
        Columns = root.GetProperty("columns").GetInt32();
        Priors = root.GetProperty("priors").Deserialize<double[]>()!;
        Weights = root.GetProperty("weights").Deserialize<double[]>()!;
        Cases = [.. root.GetProperty("cases").EnumerateArray().Select(one => one.Clone())];
        float[] values = Array.ConvertAll(root.GetProperty("values").Deserialize<double[]>()!, value => (float)value);
        int[] labels = root.GetProperty("labels").Deserialize<int[]>()!;
        Training = Tables.Training(values, Columns, labels, root.GetProperty("classes").GetInt32());
        Probes = [.. values.Take(root.GetProperty("probes").GetInt32() * Columns).Select(value => (float)(value * 0.9 + 0.05))];
    }

    public int Columns { get; }

    public double[] Priors { get; }

    public double[] Weights { get; }

    public TrainingSplit<FeatureTable> Training { get; }

    /// <summary>The rows that are predicted.</summary>
    public float[] Probes { get; }

    public JsonElement[] Cases { get; }

    public static LearnerFixture Read(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "fixtures", $"learners_{name}.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        return new LearnerFixture(document.RootElement);
    }
}
