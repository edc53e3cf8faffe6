using System.Text.Json;

namespace Fer.Evaluation.Tests;

/// <summary>Predictions with scikit-learn's figures for them, from Fixtures/metrics.json (made by scripts/metrics.py).</summary>
public sealed class MetricsFixture
{
    private static readonly Lazy<IReadOnlyList<MetricsFixture>> Cases = new(Load);

    private readonly JsonElement _case;

    private MetricsFixture(JsonElement element)
    {
        _case = element;
        Name = element.GetProperty("name").GetString()!;
        int[] labels = [.. element.GetProperty("labels").EnumerateArray().Select(label => label.GetInt32())];
        Predictions = new Predictions(
            [.. Enumerable.Range(0, element.GetProperty("classes").GetInt32()).Select(c => $"class {c}")],
            [.. labels.Select((_, i) => $"sample {i}")],
            labels,
            Numbers("probabilities"));
    }

    public static IReadOnlyList<MetricsFixture> All => Cases.Value;

    public string Name { get; }

    public Predictions Predictions { get; }

    public IEnumerable<JsonElement> Curves => _case.GetProperty("curves").EnumerateArray();

    public double Number(params ReadOnlySpan<string> path)
    {
        JsonElement element = _case;
        foreach (string name in path)
            element = element.GetProperty(name);
        return Number(element);
    }

    public double[] Numbers(string name) => Numbers(_case.GetProperty(name));

    public static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(Number)];

    public override string ToString() => Name;

    private static double Number(JsonElement element) => element.ValueKind == JsonValueKind.Null ? double.NaN : element.GetDouble();

    private static List<MetricsFixture> Load()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Fixtures", "metrics.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(element => new MetricsFixture(element.Clone()))];
    }
}
