using System.Globalization;
using System.Text;
using Fer.Cli.Console;
using Fer.Evaluation;
using Fer.Ml;

namespace Fer.Cli.Workflows;

/// <summary>A comparison with its tables, report and models.</summary>
/// <param name="Settings">What was compared, and how.</param>
/// <param name="Result">The sorted table.</param>
/// <param name="Notes">What a reader must know to judge the figures.</param>
internal sealed record ComparedLearners(CompareSettings Settings, ComparisonResult Result, IReadOnlyList<string> Notes)
{
    /// <summary>Prints the table and the notes, and writes the JSON where it was asked for.</summary>
    /// <param name="context">Where to.</param>
    /// <param name="folder">Where it was saved; null for nowhere.</param>
    public void Print(CommandContext context, string? folder)
    {
        context.Print(ToText());
        foreach (string note in Notes)
            context.Messages.Note(note);
        if (folder is not null)
            context.Messages.Note($"Tables and report: {folder}");
        context.WriteJson(Result.WriteJson);
    }

    /// <summary>The table, and below it the classes as the best row has them.</summary>
    private string ToText()
    {
        var text = new StringBuilder(Result.ToText());
        if (Result.Best is { Predictions: { } predictions } best)
            text.Append('\n').Append(best.Learner).Append(":\n").Append(Evaluator.Evaluate(predictions).ToText());
        return text.ToString().TrimEnd();
    }

    /// <summary>
    /// Writes <c>comparison.md</c>, <c>.csv</c>, <c>.json</c>, <c>classes.txt</c>, <c>report.html</c> and the models that were kept.
    /// </summary>
    public void Save(string folder)
    {
        AtomicFile.WriteAllText(Path.Combine(folder, "comparison.md"), Result.ToMarkdown());
        AtomicFile.WriteAllText(Path.Combine(folder, "comparison.csv"), Result.ToCsv());
        AtomicFile.WriteAllBytes(Path.Combine(folder, "comparison.json"), JsonText.ToBytes(Result.WriteJson));
        AtomicFile.WriteAllText(Path.Combine(folder, "classes.txt"), ClassesText());
        new ComparisonReport(ReportContent()).Save(Path.Combine(folder, "report.html"));
        foreach (ComparisonRow row in Result.Rows.Where(row => row.Model is not null))
            ModelFile.Save(row.Model!, Path.Combine(folder, "models", $"{row.Learner}.npz"));
    }

    /// <summary>Each row's figures class by class, as the paper's tables have them.</summary>
    private string ClassesText() => string.Join('\n', Result.Rows
        .Where(row => row.Predictions is not null)
        .Select(row => $"{row.Learner}\n{Evaluator.Evaluate(row.Predictions!).ToText().TrimEnd()}\n"));

    private ComparisonReportContent ReportContent() => new()
    {
        Title = "Learners compared",
        Subtitle = Result.Folds > 1 ? $"Judged in {Result.Folds} folds." : "Judged on a test set.",
        Settings = Settings.ToTable(Result.Folds),
        Notes = Notes,
        Learners = [.. Result.Rows.Select(row => new ComparedLearner
        {
            Name = row.Learner,
            Predictions = row.Predictions,
            Scores = row.Scores,
            Deviation = row.Deviation,
            FitSeconds = row.FitSeconds,
            PredictSeconds = row.PredictSeconds,
            IsBaseline = row.IsBaseline,
            Error = row.Error,
            Importances = [.. (row.FeatureImportances ?? []).Select((value, i) => (FeatureName(i), value))],
        })],
    };

    private static string FeatureName(int index) => string.Create(CultureInfo.InvariantCulture, $"feature {index}");
}
