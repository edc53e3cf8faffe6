using static Fer.Evaluation.ReportFormat;

namespace Fer.Evaluation;

/// <summary>The confusion matrix of each learner.</summary>
internal sealed class ComparisonConfusionSection : IReportSection<ComparisonContent>
{
    public string Id => "confusion";

    public string Title => "Confusion matrices";

    public bool AppliesTo(ComparisonContent content) => content.Evaluated.Count > 0;

    public void Write(HtmlWriter html, ComparisonContent content)
    {
        html.WriteLine(
            $"""
            <p class="lead">Rows are the true classes, columns the predicted ones. A cell gives the number of samples and their
            share of the row; the diagonal holds what was found.</p>
            """);
        ConfusionTable.WriteLegend(html);
        foreach ((string name, _, EvaluationResult result) in content.Evaluated)
        {
            html.WriteLine($"""<h3>{name}: {Percent(result.Accuracy)}</h3><div class="card">""");
            ConfusionTable.Write(html, result.Confusion, $"Samples by true class (rows) and class predicted by {name} (columns)");
            html.WriteLine($"</div>");
        }
    }
}
