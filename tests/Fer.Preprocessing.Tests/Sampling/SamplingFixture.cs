using System.Text.Json;

namespace Fer.Preprocessing.Tests;

/// <summary>Cases of fixtures/sampling.json: tables, and what scikit-learn and imbalanced-learn made of them.</summary>
internal sealed class SamplingFixture(JsonElement table, JsonElement @case)
{
    public int Columns { get; } = table.GetProperty("columns").GetInt32();

    public float[] Values { get; } = [.. table.GetProperty("values").EnumerateArray().Select(value => value.GetSingle())];

    public FeatureTable Table { get; } = Tables.Create(
        [.. table.GetProperty("labels").EnumerateArray().Select(value => value.GetInt32())],
        [.. table.GetProperty("values").EnumerateArray().Select(value => value.GetSingle())],
        table.GetProperty("columns").GetInt32(),
        table.GetProperty("classes").GetInt32());

    public static void ForEach(string name, Action<SamplingFixture> check)
    {
        string path = Path.Combine(SharedData.RepositoryRoot, "tests", "Fer.Preprocessing.Tests", "fixtures", "sampling.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        JsonElement tables = document.RootElement.GetProperty("tables");
        JsonElement[] cases = [.. document.RootElement.GetProperty(name).EnumerateArray()];
        Assert.NotEmpty(cases);
        foreach (JsonElement item in cases)
            check(new SamplingFixture(tables.GetProperty(item.GetProperty("table").GetString()!), item));
    }

    public int Parameter(string name) => @case.GetProperty(name).GetInt32();

    public string Text(string name) => @case.GetProperty(name).GetString()!;

    public int[] Numbers(string name) => [.. @case.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];
}
