using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Fer.Ml;

/// <summary>A line of a leaderboard: JSON whose last property is the CRC-32 of what stands before it.</summary>
internal static class LeaderboardLine
{
    private const string Check = ",\"crc32\":\"";
    private const int SumLength = 8;

    private static readonly int s_tail = Check.Length + SumLength + "\"}".Length;

    public static byte[] Format(LeaderboardKey key, string candidate, FoldResult result)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("candidate", candidate);
            writer.WriteNumber("fold", key.Fold);
            ComparisonJson.WriteScores(writer, result.Scores);
            writer.WriteNumber("fitSeconds", result.FitSeconds);
            writer.WriteNumber("predictSeconds", result.PredictSeconds);
            writer.WriteString("data", key.Data);
            writer.WriteString("settings", key.Settings);
            WriteNumbers(writer, "probabilities", result.Probabilities);
            WriteNumbers(writer, "importances", result.Importances);
            writer.WriteEndObject();
        }

        stream.SetLength(stream.Length - 1); // the closing brace
        string sum = Crc32.Append(0, stream.GetBuffer().AsSpan(0, (int)stream.Length)).ToString("x8", CultureInfo.InvariantCulture);
        stream.Position = stream.Length;
        stream.Write(Encoding.UTF8.GetBytes($"{Check}{sum}\"}}\n"));
        return stream.ToArray();
    }

    /// <summary>Reads a line without its end; null if it is damaged.</summary>
    public static (LeaderboardKey Key, FoldResult Result)? Parse(ReadOnlyMemory<byte> line)
    {
        if (!HasItsSum(line.Span))
            return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            var key = new LeaderboardKey(Text(root, "data"), Text(root, "settings"), root.GetProperty("fold").GetInt32());
            ClassificationScores scores = ClassificationScoresExtensions.Create(metric => Number(root, ComparisonJson.Name(metric)));
            return (key, new FoldResult(
                scores,
                Number(root, "fitSeconds"),
                Number(root, "predictSeconds"),
                ReadNumbers(root, "probabilities"),
                ReadNumbers(root, "importances")));
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static bool HasItsSum(ReadOnlySpan<byte> line)
    {
        if (line.Length < s_tail)
            return false;
        string sum = Crc32.Append(0, line[..^s_tail]).ToString("x8", CultureInfo.InvariantCulture);
        return line[^s_tail..].SequenceEqual(Encoding.UTF8.GetBytes($"{Check}{sum}\"}}"));
    }

    private static string Text(JsonElement root, string name) => root.GetProperty(name).GetString() ?? throw new JsonException();

    private static double Number(JsonElement root, string name) =>
        root.GetProperty(name) is { ValueKind: not JsonValueKind.Null } number ? number.GetDouble() : double.NaN;

    // The bits themselves, which are shorter than digits and the same again.
    private static void WriteNumbers(Utf8JsonWriter writer, string name, double[]? values)
    {
        if (values is null)
            writer.WriteNull(name);
        else
            writer.WriteBase64String(name, MemoryMarshal.AsBytes<double>(values));
    }

    private static double[]? ReadNumbers(JsonElement root, string name) =>
        root.GetProperty(name) is { ValueKind: not JsonValueKind.Null } values
            ? MemoryMarshal.Cast<byte, double>(values.GetBytesFromBase64()).ToArray()
            : null;
}
