using System.Text.Json;

namespace Fer.Ml.Tests;

/// <summary>The files that the scripts wrote.</summary>
internal static class Fixtures
{
    public static string PathOf(params string[] parts) => Path.Combine([AppContext.BaseDirectory, "fixtures", .. parts]);

    public static JsonElement Json(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(PathOf(name)));
        return document.RootElement.Clone();
    }

    public static double[] Doubles(this JsonElement element, string name) => element.GetProperty(name).Deserialize<double[]>()!;
}
