using static Fer.Evaluation.ReportFormat;

namespace Fer.Evaluation;

/// <summary>The headline figures.</summary>
internal sealed class SummarySection : IReportSection<ReportContent>
{
    public string Id => "summary";

    public string Title => "Summary";

    public bool AppliesTo(ReportContent content) => true;

    public void Write(HtmlWriter html, ReportContent content)
    {
        EvaluationResult result = content.Result;
        ClassMetrics largest = result.Classes.MaxBy(c => c.Support)!;
        html.WriteLine($"""<dl class="tiles">""");
        html.WriteLine(
            $"""
            <div class="tile main"><dt>Accuracy</dt><dd>{Percent(result.Accuracy)}</dd>
            <dd class="remark">{Count(result.Samples, "sample", "samples")}, {Count(result.Classes.Count, "class", "classes")}.
            Always saying “{largest.Name}” would give {Percent((double)largest.Support / result.Samples)}.</dd></div>
            """);
        WriteTile(html, "F1", Figure(result.Macro.F1), "macro average");
        WriteTile(html, "ROC AUC", Figure(result.Auc), "one vs rest, macro");
        WriteTile(html, "Cohen’s kappa", Figure(result.Kappa), "0 is chance");
        WriteTile(html, "MCC", Figure(result.Mcc), "0 is chance");
        WriteTile(html, "Top-2 accuracy", Percent(result.Top2), "first or second");
        WriteTile(html, "Log loss", Figure(result.LogLoss), "lower is better");
        WriteTile(html, "Brier score", Figure(result.Brier), "lower is better");
        WriteTile(html, "Calibration error", Percent(result.Ece), "expected, 15 bins");
        html.WriteLine($"</dl>");
    }

    private static void WriteTile(HtmlWriter html, string name, string value, string remark) =>
        html.WriteLine($"""<div class="tile"><dt>{name}</dt><dd>{value}</dd><dd class="remark">{remark}</dd></div>""");
}
