using System.IO.Compression;
using System.Text.Json;

namespace Fer.Models;

/// <summary>The strings beside the tensors, kept as a zip entry that PyTorch passes over: a JSON object of strings.</summary>
internal static class PyTorchMetadata
{
    /// <summary>The entry's name after the folder's.</summary>
    public const string Name = "/metadata.json";

    private const int MaxBytes = 1 << 24;

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    /// <summary>Writes the strings, sorted by name.</summary>
    public static void Write(Stream destination, IReadOnlyDictionary<string, string> metadata)
    {
        using var json = new Utf8JsonWriter(destination);
        json.WriteStartObject();
        foreach ((string key, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    /// <summary>Reads the strings.</summary>
    /// <param name="entry">The entry; null gives none.</param>
    /// <param name="file">The file's name, for messages.</param>
    /// <exception cref="TensorFileException">They are too many, or a value is no string.</exception>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static IReadOnlyDictionary<string, string> Read(ZipArchiveEntry? entry, string file)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        if (entry is null)
            return metadata;
        if (entry.Length > MaxBytes)
            throw new TensorFileException($"{file}: its metadata take {entry.Length} bytes; {MaxBytes} are allowed.");
        using Stream stream = entry.Open();
        using JsonDocument document = JsonDocument.Parse(stream, Options);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw new TensorFileException($"{file}: its metadata are not an object of strings.");
        foreach (JsonProperty item in document.RootElement.EnumerateObject())
        {
            metadata[item.Name] = item.Value.ValueKind == JsonValueKind.String
                ? item.Value.GetString()!
                : throw new TensorFileException($"{file}: '{item.Name}' of its metadata is not a string.");
        }

        return metadata;
    }
}
