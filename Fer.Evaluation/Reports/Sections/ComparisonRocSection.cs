using static Fer.Evaluation.ReportFormat;

namespace Fer.Evaluation;

/// <summary>One small ROC curve per learner: the mean of its classes' curves.</summary>
internal sealed class ComparisonRocSection : IReportSection<ComparisonContent>
{
    public string Id => "roc";

    public string Title => "ROC curves";

    public bool AppliesTo(ComparisonContent content) => content.Evaluated.Count > 0;

    public void Write(HtmlWriter html, ComparisonContent content)
    {
        html.WriteLine(
            $"""
            <p class="lead">The mean over the classes of each against the rest: the share of a class that is found (upwards) over the share
            of the others that is taken for it (to the right). The number is the area under the curve, for which each class counts
            the same; the dashed diagonal is chance.</p>
            <div class="multiples">
            """);
        foreach ((string name, Predictions predictions, EvaluationResult result) in content.Evaluated)
            WriteCurve(html, name, predictions, result);
        html.WriteLine($"</div>");
    }

    private static void WriteCurve(HtmlWriter html, string name, Predictions predictions, EvaluationResult result)
    {
        html.WriteLine($"""<figure class="card">""");
        html.WriteLine($"""<figcaption><span class="name" title="{name}">{name}</span> <b>{Figure(result.Auc)}</b></figcaption>""");
        if (double.IsNaN(result.Auc))
        {
            html.WriteLine($"""<p class="undefined">Not defined. All samples are of one class.</p>""");
        }
        else
        {
            var chart = new SvgChart(html, ChartAxis.Share("", 0.5), ChartAxis.Share("", 0.5), width: 230, height: 210, rightMargin: 20);
            chart.Begin($"Mean ROC curve of “{name}”; the area under it is {Figure(result.Auc)}");
            chart.Line([(0, 0), (1, 1)], "chance");
            chart.Line(MacroRocCurve.Compute(predictions), "validation");
            chart.End();
        }

        html.WriteLine($"</figure>");
    }
}
