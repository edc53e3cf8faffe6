using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Fer.Preprocessing.Tests;

/// <summary>Figures from other programs, made by the scripts of the same name.</summary>
internal static class Fixtures
{
    public static JsonElement ReadJson(string name, [CallerFilePath] string caller = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(caller)!, "..", "fixtures", name);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }
}
