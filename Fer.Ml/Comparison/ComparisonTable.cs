using System.Globalization;
using System.Text;

namespace Fer.Ml;

/// <summary>Lays a comparison out for people and for spreadsheets.</summary>
internal static class ComparisonTable
{
    private static readonly string[] s_heads =
        ["Learner", "Accuracy", "AUC", "Recall", "Precision", "F1", "Kappa", "MCC", "Fit (s)", "Predict (s)"];

    public static string ToText(ComparisonResult result)
    {
        bool folds = result.Rows.Any(row => row.Deviation is not null);
        string[] heads = folds ? [.. s_heads, $"+/- {result.SortBy}"] : s_heads;
        string[][] cells = [.. result.Rows.Select(row => folds
            ? [.. Cells(row, Figure), Figure(row.Deviation?.Get(result.SortBy))]
            : Cells(row, Figure))];
        int[] widths = [.. heads.Select((head, column) => cells.Select(row => row[column].Length).Append(head.Length).Max())];
        var text = new StringBuilder();
        AppendAligned(text, heads, widths);
        foreach (string[] row in cells)
            AppendAligned(text, row, widths);
        foreach (ComparisonRow row in result.Rows.Where(row => row.Error is not null))
            text.Append(CultureInfo.InvariantCulture, $"{OneLine(row.Learner)}: {OneLine(row.Error!)}\n");
        return text.ToString();
    }

    public static string ToMarkdown(ComparisonResult result)
    {
        var text = new StringBuilder();
        text.Append("| ").AppendJoin(" | ", s_heads).Append(" |\n");
        text.Append("| --- |").Insert(text.Length, " ---: |", s_heads.Length - 1).Append('\n');
        foreach (ComparisonRow row in result.Rows)
        {
            string[] cells = Cells(row, FigureOfFolds);
            text.Append("| ").AppendJoin(" | ", cells.Select(EscapeMarkdown)).Append(" |\n");
        }

        bool first = true;
        foreach (ComparisonRow row in result.Rows.Where(row => row.Error is not null))
        {
            text.Append(first ? "\n" : "").Append("- ").Append(EscapeMarkdown(row.Learner)).Append(": ")
                .Append(EscapeMarkdown(row.Error!)).Append('\n');
            first = false;
        }

        return text.ToString();
    }

    public static string ToCsv(ComparisonResult result)
    {
        var text = new StringBuilder("learner");
        string[] names = [.. ClassificationScoresExtensions.Metrics.Select(ComparisonJson.Name)];
        text.Append(',').AppendJoin(',', names).Append(',').AppendJoin(',', names.Select(name => name + "Deviation"));
        text.Append(",folds,fitSeconds,predictSeconds,baseline,error\n");
        foreach (ComparisonRow row in result.Rows)
        {
            IEnumerable<string> figures = ClassificationScoresExtensions.Metrics.Select(metric => Exact(row.Scores?.Get(metric)));
            IEnumerable<string> deviations = ClassificationScoresExtensions.Metrics.Select(metric => Exact(row.Deviation?.Get(metric)));
            text.AppendJoin(',',
            [
                Quote(row.Learner), .. figures, .. deviations, row.FoldScores.Count.ToString(CultureInfo.InvariantCulture),
                Exact(row.FitSeconds), Exact(row.PredictSeconds), row.IsBaseline ? "true" : "false", Quote(row.Error ?? ""),
            ]);
            text.Append('\n');
        }

        return text.ToString();
    }

    private static string[] Cells(ComparisonRow row, Func<double?, string> figure) => Cells(row, (mean, _) => figure(mean));

    private static string[] Cells(ComparisonRow row, Func<double?, double?, string> figure) =>
    [
        OneLine(row.Learner),
        .. ClassificationScoresExtensions.Metrics.Select(metric => figure(row.Scores?.Get(metric), row.Deviation?.Get(metric))),
        Seconds(row.FitSeconds),
        Seconds(row.PredictSeconds),
    ];

    private static void AppendAligned(StringBuilder text, string[] cells, int[] widths)
    {
        text.Append(cells[0].PadRight(widths[0]));
        for (int column = 1; column < cells.Length; column++)
            text.Append("  ").Append(cells[column].PadLeft(widths[column]));
        text.Append('\n');
    }

    private static string Figure(double? value) =>
        value is { } figure && double.IsFinite(figure) ? figure.ToString("0.0000", CultureInfo.InvariantCulture) : "-";

    private static string FigureOfFolds(double? mean, double? deviation) =>
        deviation is { } spread && double.IsFinite(spread) ? $"{Figure(mean)} ± {Figure(spread)}" : Figure(mean);

    private static string Seconds(double value) => double.IsFinite(value) ? value.ToString("0.00", CultureInfo.InvariantCulture) : "-";

    private static string Exact(double? value) =>
        value is { } figure && double.IsFinite(figure) ? figure.ToString("R", CultureInfo.InvariantCulture) : "";

    // As RFC 4180 has it.
    private static string Quote(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    // A line break or an escape sequence in a name must not break the table or the terminal.
    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    private static string EscapeMarkdown(string text) => string.Concat(OneLine(text).Select(c => c switch
    {
        '<' => "&lt;",
        '|' or '\\' or '`' or '*' or '_' or '[' or ']' => $"\\{c}",
        _ => c.ToString(),
    }));
}
