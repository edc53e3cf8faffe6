namespace Fer.Evaluation;

/// <summary>The headline figures.</summary>
internal sealed class SummarySection : IReportSection
{
    public string Id => "summary";

    public string Title => "Summary";

    public bool AppliesTo(ReportContent content) => true;

    public void Write(HtmlWriter html, ReportContent content)
    {
        EvaluationResult result = content.Result;
        ClassMetrics largest = result.Classes.MaxBy(c => c.Support)!;
        html.WriteLine($"<dl class=\"tiles\">");
        html.WriteLine(
            $"""
            <div class="tile main"><dt>Accuracy</dt><dd>{ReportFormat.Percent(result.Accuracy)}</dd>
            <dd class="remark">{ReportFormat.Count(result.Samples, "sample", "samples")}, {ReportFormat.Count(result.Classes.Count, "class", "classes")}.
            Always saying “{largest.Name}” would give {ReportFormat.Percent((double)largest.Support / result.Samples)}.</dd></div>
            """);
        WriteTile(html, "F1", ReportFormat.Figure(result.Macro.F1), "macro average");
        WriteTile(html, "ROC AUC", ReportFormat.Figure(result.Auc), "one vs rest, macro");
        WriteTile(html, "Cohen’s kappa", ReportFormat.Figure(result.Kappa), "0 is chance");
        WriteTile(html, "MCC", ReportFormat.Figure(result.Mcc), "0 is chance");
        WriteTile(html, "Top-2 accuracy", ReportFormat.Percent(result.Top2), "first or second");
        WriteTile(html, "Log loss", ReportFormat.Figure(result.LogLoss), "lower is better");
        WriteTile(html, "Brier score", ReportFormat.Figure(result.Brier), "lower is better");
        WriteTile(html, "Calibration error", ReportFormat.Percent(result.Ece), "expected, 15 bins");
        html.WriteLine($"</dl>");
    }

    private static void WriteTile(HtmlWriter html, string name, string value, string remark) =>
        html.WriteLine($"<div class=\"tile\"><dt>{name}</dt><dd>{value}</dd><dd class=\"remark\">{remark}</dd></div>");
}
