using System.Text;
using System.Text.Json;

namespace Fer.Ml;

/// <summary>A comparison as JSON.</summary>
internal static class ComparisonJson
{
    public static string ToText(ComparisonResult result)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
            Write(writer, result);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    public static void Write(Utf8JsonWriter writer, ComparisonResult result)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartArray();
        foreach (ComparisonRow row in result.Rows)
            Write(writer, row);
        writer.WriteEndArray();
    }

    /// <summary>The name of a metric's property: "accuracy".</summary>
    public static string Name(ScoreMetric metric) => metric.ToString().ToLowerInvariant();

    /// <summary>Writes the figures as properties of the object at hand.</summary>
    public static void WriteScores(Utf8JsonWriter writer, ClassificationScores? scores)
    {
        foreach (ScoreMetric metric in ClassificationScoresExtensions.Metrics)
            WriteFigure(writer, Name(metric), scores?.Get(metric) ?? double.NaN);
    }

    /// <summary>Writes a number, or null where there is none.</summary>
    public static void WriteFigure(Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumber(name, value);
        else
            writer.WriteNull(name);
    }

    private static void Write(Utf8JsonWriter writer, ComparisonRow row)
    {
        writer.WriteStartObject();
        writer.WriteString("learner", row.Learner);
        WriteScores(writer, row.Scores);
        WriteFigure(writer, "fitSeconds", row.FitSeconds);
        WriteFigure(writer, "predictSeconds", row.PredictSeconds);
        writer.WriteBoolean("baseline", row.IsBaseline);
        if (row.Deviation is not null)
        {
            writer.WriteStartObject("deviation");
            WriteScores(writer, row.Deviation);
            writer.WriteEndObject();
            writer.WriteStartArray("folds");
            foreach (ClassificationScores scores in row.FoldScores)
            {
                writer.WriteStartObject();
                WriteScores(writer, scores);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (row.Error is not null)
            writer.WriteString("error", row.Error);
        writer.WriteEndObject();
    }
}
