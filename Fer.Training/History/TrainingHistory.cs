using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Fer.Training;

/// <summary>
/// The metrics of every epoch of a run. It holds nothing that depends on time or machine, so that equal runs have
/// equal histories byte for byte; numbers are written in their shortest form that reads back exactly.
/// </summary>
/// <param name="epochs">The epochs in order.</param>
public sealed class TrainingHistory(IReadOnlyList<EpochMetrics> epochs)
{
    private const string Header = "epoch,learning_rate,loss,accuracy,val_loss,val_accuracy";

    /// <summary>The epochs in order.</summary>
    public IReadOnlyList<EpochMetrics> Epochs { get; } = epochs;

    /// <summary>A table with the columns epoch, learning_rate, loss, accuracy, val_loss, val_accuracy, as Keras names them.</summary>
    public string ToCsv()
    {
        var csv = new StringBuilder(Header).Append('\n');
        foreach (EpochMetrics e in Epochs)
        {
            csv.Append(
                CultureInfo.InvariantCulture,
                $"{e.Epoch},{e.LearningRate:R},{e.Loss:R},{e.Accuracy:R},{e.ValidationLoss:R},{e.ValidationAccuracy:R}\n");
        }

        return csv.ToString();
    }

    /// <summary>A list of objects with the columns of <see cref="ToCsv"/> as their properties.</summary>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
            WriteJson(writer, Epochs);
        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    /// <summary>Reads what <see cref="ToCsv"/> wrote.</summary>
    /// <param name="csv">The table.</param>
    /// <param name="name">What to call it in errors, usually the file's path.</param>
    /// <exception cref="FerException">It is no such table.</exception>
    public static TrainingHistory FromCsv(string csv, string name = "history.csv")
    {
        ArgumentNullException.ThrowIfNull(csv);
        string[] lines = csv.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        if (lines[0] != Header)
            throw new FerException($"{name}: not a training history: the first line must be '{Header}'.");
        return new TrainingHistory([.. lines.Skip(1).Select((line, i) => ParseLine(line, $"{name}, line {i + 2}"))]);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The list.</param>
    /// <param name="name">What to call it in errors, usually the file's path.</param>
    /// <exception cref="FerException">It is no such list.</exception>
    public static TrainingHistory FromJson(string json, string name = "history.json")
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var document = JsonDocument.Parse(json);
            return new TrainingHistory(ReadJson(document.RootElement));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new FerException($"{name}: not a training history: {error.Message}", error);
        }
    }

    internal static void WriteJson(Utf8JsonWriter writer, IReadOnlyList<EpochMetrics> epochs)
    {
        writer.WriteStartArray();
        foreach (EpochMetrics e in epochs)
        {
            writer.WriteStartObject();
            writer.WriteNumber("epoch", e.Epoch);
            writer.WriteNumber("learning_rate", e.LearningRate);
            writer.WriteNumber("loss", e.Loss);
            writer.WriteNumber("accuracy", e.Accuracy);
            writer.WriteNumber("val_loss", e.ValidationLoss);
            writer.WriteNumber("val_accuracy", e.ValidationAccuracy);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    internal static IReadOnlyList<EpochMetrics> ReadJson(JsonElement list) =>
    [
        .. list.EnumerateArray().Select(e => new EpochMetrics(
            e.GetProperty("epoch").GetInt32(),
            e.GetProperty("learning_rate").GetDouble(),
            e.GetProperty("loss").GetDouble(),
            e.GetProperty("accuracy").GetDouble(),
            e.GetProperty("val_loss").GetDouble(),
            e.GetProperty("val_accuracy").GetDouble())),
    ];

    private static EpochMetrics ParseLine(string line, string name)
    {
        string[] fields = line.Split(',');
        var numbers = new double[5];
        bool valid = fields.Length == 6;
        int epoch = 0;
        valid = valid && int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out epoch);
        for (int i = 0; valid && i < numbers.Length; i++)
            valid = double.TryParse(fields[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]);
        return valid
            ? new EpochMetrics(epoch, numbers[0], numbers[1], numbers[2], numbers[3], numbers[4])
            : throw new FerException($"{name}: '{line}' is not an epoch of a training history; six numbers are expected.");
    }
}
