using static Fer.Evaluation.ReportFormat;

namespace Fer.Evaluation;

/// <summary>One small ROC curve per class, so that any number of classes stays legible without colours to tell apart.</summary>
internal sealed class RocSection : IReportSection<ReportContent>
{
    public string Id => "roc";

    public string Title => "ROC curves";

    public bool AppliesTo(ReportContent content) => true;

    public void Write(HtmlWriter html, ReportContent content)
    {
        html.WriteLine(
            $"""
            <p class="lead">Each class against the rest: the share of the class that is found (upwards) over the share of the others
            that is taken for it (to the right), at every threshold. The dashed diagonal is chance.</p>
            <div class="multiples">
            """);
        for (int c = 0; c < content.Result.Classes.Count; c++)
            WriteCurve(html, content, c);
        html.WriteLine($"</div>");
    }

    private static void WriteCurve(HtmlWriter html, ReportContent content, int c)
    {
        string name = content.Result.Classes[c].Name;
        double area = content.Result.AucPerClass[c];
        html.WriteLine($"""<figure class="card">""");
        html.WriteLine($"""<figcaption><span class="name" title="{name}">{name}</span> <b>{Figure(area)}</b></figcaption>""");
        if (double.IsNaN(area))
        {
            string reason = content.Result.Classes[c].Support == 0 ? "No sample is of this class." : "All samples are of this class.";
            html.WriteLine($"""<p class="undefined">Not defined. {reason}</p>""");
        }
        else
        {
            RocCurve curve = RocCurve.Compute(content.Predictions, c);
            var chart = new SvgChart(html, ChartAxis.Share("", 0.5), ChartAxis.Share("", 0.5), width: 230, height: 210, rightMargin: 20);
            chart.Begin($"ROC curve of “{name}” against the rest; the area under it is {Figure(area)}");
            chart.Line([(0, 0), (1, 1)], "chance");
            chart.Line(curve.FalsePositiveRate.Zip(curve.TruePositiveRate), "validation");
            chart.End();
        }

        html.WriteLine($"</figure>");
    }
}
