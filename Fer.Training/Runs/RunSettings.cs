using System.Text.Json;

namespace Fer.Training;

/// <summary>The settings of a run: a JSON object that its caller makes.</summary>
internal static class RunSettings
{
    /// <summary>The settings that differ, each as "name: one value there, another here"; empty if none does.</summary>
    public static IReadOnlyList<string> Differences(JsonElement there, JsonElement here)
    {
        var differences = new List<string>();
        Compare("", there, here, differences);
        return differences;
    }

    private static void Compare(string name, JsonElement? there, JsonElement? here, List<string> differences)
    {
        if (there is { ValueKind: JsonValueKind.Object } a && here is { ValueKind: JsonValueKind.Object } b)
        {
            IEnumerable<string> names = a.EnumerateObject().Concat(b.EnumerateObject()).Select(property => property.Name);
            foreach (string child in names.Distinct(StringComparer.Ordinal))
                Compare(name.Length == 0 ? child : $"{name}.{child}", Property(a, child), Property(b, child), differences);
        }
        else if (there is not { } x || here is not { } y || !JsonElement.DeepEquals(x, y))
        {
            differences.Add($"{name}: {Describe(there)} there, {Describe(here)} here");
        }
    }

    private static JsonElement? Property(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) ? value : null;

    private static string Describe(JsonElement? value)
    {
        const int Longest = 80;
        string text = value?.GetRawText() ?? "nothing";
        return text.Length <= Longest ? text : $"{text.AsSpan(0, Longest)}...";
    }
}
