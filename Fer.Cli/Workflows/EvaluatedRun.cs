using System.Text.Json;
using Fer.Cli.Console;
using Fer.Evaluation;
using Fer.Preprocessing;
using Fer.Training;

namespace Fer.Cli.Workflows;

/// <summary>A run and what it predicted, with its figures and files.</summary>
/// <param name="Settings">The run's settings.</param>
/// <param name="History">Its epochs.</param>
/// <param name="Predictions">What it said.</param>
/// <param name="EvaluatedOn">In words, which pictures these are.</param>
internal sealed record EvaluatedRun(TrainSettings Settings, TrainingHistory History, Predictions Predictions, string EvaluatedOn)
{
    /// <summary>What a reader must know to judge the figures.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The picture of an evaluated sample.</summary>
    public Func<int, Image?>? Picture { get; init; }

    /// <summary>Every figure.</summary>
    public EvaluationResult Result => field ??= Evaluator.Evaluate(Predictions);

    /// <summary>Writes <c>report.html</c>, <c>evaluation.json</c> and <c>evaluation.txt</c>.</summary>
    public void Save(string folder)
    {
        AtomicFile.WriteAllBytes(Path.Combine(folder, "evaluation.json"), JsonText.ToBytes(Result.WriteJson));
        AtomicFile.WriteAllText(Path.Combine(folder, "evaluation.txt"), Result.ToText().TrimEnd() + "\n");
        new HtmlReport(Content()).Save(Path.Combine(folder, "report.html"));
    }

    private ReportContent Content() => new()
    {
        Title = $"{Settings.Model}: {Settings.Classes.Length} expressions",
        Subtitle = $"Evaluated on {EvaluatedOn}: {Predictions.Count} pictures.",
        Settings = SettingsTable(),
        Notes = Notes,
        History = [.. History.Epochs.Select(e => new EpochPoint(
            e.Epoch, e.Loss, e.Accuracy, e.ValidationLoss, e.ValidationAccuracy, e.LearningRate))],
        Result = Result,
        Predictions = Predictions,
        Picture = Picture,
        PictureEncoder = new PngEncoder(),
    };

    /// <summary>The settings as their file has them, one row a value.</summary>
    private (string Name, string Value)[] SettingsTable()
    {
        using JsonDocument json = JsonDocument.Parse(Settings.ToJson());
        return [.. Rows("", json.RootElement)];
    }

    private static IEnumerable<(string Name, string Value)> Rows(string prefix, JsonElement element) =>
        element.EnumerateObject().SelectMany(property => property.Value.ValueKind switch
        {
            JsonValueKind.Object => Rows($"{prefix}{property.Name}.", property.Value),
            JsonValueKind.Array => [(prefix + property.Name, string.Join(", ", property.Value.EnumerateArray().Select(Text)))],
            _ => [(prefix + property.Name, Text(property.Value))],
        });

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "none",
        _ => value.GetRawText(),
    };
}
