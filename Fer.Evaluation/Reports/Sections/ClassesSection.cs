using static Fer.Evaluation.ReportFormat;

namespace Fer.Evaluation;

/// <summary>Precision, recall, F1, AUC and support of each class, with their averages.</summary>
internal sealed class ClassesSection : IReportSection<ReportContent>
{
    public string Id => "classes";

    public string Title => "Classes";

    public bool AppliesTo(ReportContent content) => true;

    public void Write(HtmlWriter html, ReportContent content)
    {
        EvaluationResult result = content.Result;
        html.WriteLine(
            $"""
            <div class="card"><div class="scroll" tabindex="0" role="region" aria-label="Figures per class, scrolls sideways">
            <table class="figures"><caption class="unseen">Figures per class</caption>
            <thead><tr><th scope="col">Class</th><th scope="col">Precision</th><th scope="col">Recall</th><th scope="col">F1</th>
            <th scope="col">ROC AUC</th><th scope="col">Samples</th></tr></thead>
            <tbody>
            """);
        for (int c = 0; c < result.Classes.Count; c++)
            WriteClass(html, result.Classes[c], result.AucPerClass[c]);
        html.WriteLine($"</tbody><tfoot>");
        WriteAverage(html, "Macro average", result.Macro, result.Auc, result.Samples);
        WriteAverage(html, "Weighted average", result.Weighted, result.AucWeighted, result.Samples);
        html.WriteLine($"</tfoot></table></div></div>");
        if (result.Classes.Any(c => c.Support == 0))
        {
            html.WriteLine(
                $"""
                <p class="lead">A class without samples counts as 0 in the macro averages of precision, recall and F1, and is left
                out of the averages of ROC AUC.</p>
                """);
        }
    }

    private static void WriteClass(HtmlWriter html, ClassMetrics metrics, double auc)
    {
        html.WriteLine($"""<tr><th scope="row" title="{metrics.Name}"><span class="name">{metrics.Name}</span></th>""");
        WriteBar(html, metrics.Precision);
        WriteBar(html, metrics.Recall);
        WriteBar(html, metrics.F1);
        html.WriteLine($"<td>{Figure(auc)}</td><td>{Count(metrics.Support)}</td></tr>");
    }

    private static void WriteBar(HtmlWriter html, double value) =>
        html.WriteLine(
            $"""<td><span class="bar" aria-hidden="true"><i style="width:{100 * value:0.#}%"></i></span>{Figure(value)}</td>""");

    private static void WriteAverage(HtmlWriter html, string name, AverageMetrics average, double auc, int samples) =>
        html.WriteLine(
            $"""
            <tr><th scope="row">{name}</th><td>{Figure(average.Precision)}</td><td>{Figure(average.Recall)}</td>
            <td>{Figure(average.F1)}</td><td>{Figure(auc)}</td><td>{Count(samples)}</td></tr>
            """);
}
