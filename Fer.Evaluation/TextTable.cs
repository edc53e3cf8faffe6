using System.Globalization;
using System.Text;

namespace Fer.Evaluation;

/// <summary>Lays the figures of an evaluation out as plain text.</summary>
internal static class TextTable
{
    private const int FigureWidth = 11;

    public static string Format(EvaluationResult result)
    {
        int nameWidth = Math.Max("weighted avg".Length, result.Classes.Max(c => c.Name.Length));
        var text = new StringBuilder();

        AppendRow(text, nameWidth, "", "precision", "recall", "f1", "auc", "support");
        text.Append('\n');
        for (int c = 0; c < result.Classes.Count; c++)
        {
            ClassMetrics metrics = result.Classes[c];
            AppendRow(text, nameWidth, OneLine(metrics.Name), Figure(metrics.Precision), Figure(metrics.Recall), Figure(metrics.F1),
                Figure(result.AucPerClass[c]), Count(metrics.Support));
        }

        text.Append('\n');
        AppendRow(text, nameWidth, "accuracy", "", "", Figure(result.Accuracy), "", Count(result.Samples));
        AppendAverage(text, nameWidth, "macro avg", result.Macro, result.Auc, result.Samples);
        AppendAverage(text, nameWidth, "weighted avg", result.Weighted, result.AucWeighted, result.Samples);

        text.Append('\n');
        foreach ((string name, double value) in (ReadOnlySpan<(string, double)>)
        [
            ("kappa", result.Kappa), ("mcc", result.Mcc), ("top-2", result.Top2),
            ("log loss", result.LogLoss), ("brier", result.Brier), ("ece", result.Ece),
        ])
        {
            AppendRow(text, nameWidth, name, Figure(value));
        }

        return text.ToString();
    }

    private static void AppendAverage(StringBuilder text, int nameWidth, string name, AverageMetrics average, double auc, int samples) =>
        AppendRow(
            text, nameWidth, name, Figure(average.Precision), Figure(average.Recall), Figure(average.F1), Figure(auc), Count(samples));

    private static void AppendRow(StringBuilder text, int nameWidth, string name, params ReadOnlySpan<string> cells)
    {
        text.Append(name.PadRight(nameWidth));
        foreach (string cell in cells)
            text.Append(cell.PadLeft(FigureWidth));
        text.Append('\n');
    }

    private static string Figure(double value) => double.IsNaN(value) ? "-" : value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);

    // A line break or an escape sequence in a folder's name must not break the table or the terminal.
    private static string OneLine(string name) => string.Concat(name.Select(c => char.IsControl(c) ? '?' : c));
}
