using static Fer.Evaluation.ReportFormat;

namespace Fer.Evaluation;

/// <summary>One small reliability diagram per learner.</summary>
internal sealed class ComparisonCalibrationSection : IReportSection<ComparisonContent>
{
    public string Id => "calibration";

    public string Title => "Calibration";

    public bool AppliesTo(ComparisonContent content) => content.Evaluated.Count > 0;

    public void Write(HtmlWriter html, ComparisonContent content)
    {
        html.WriteLine(
            $"""
            <p class="lead">How often a learner is right (upwards) by how sure it is (to the right): a calibrated one’s bars end at the
            dashed diagonal. The number is the expected calibration error. Learners that score without being probabilistic, such as ridge and
            support vectors, need not end there.</p>
            <div class="multiples">
            """);
        foreach ((string name, Predictions predictions, EvaluationResult result) in content.Evaluated)
            WriteDiagram(html, name, predictions, result);
        html.WriteLine($"</div>");
    }

    private static void WriteDiagram(HtmlWriter html, string name, Predictions predictions, EvaluationResult result)
    {
        html.WriteLine($"""<figure class="card">""");
        html.WriteLine($"""<figcaption><span class="name" title="{name}">{name}</span> <b>{Percent(result.Ece)}</b></figcaption>""");
        var chart = new SvgChart(html, ChartAxis.Share("", 0.5), ChartAxis.Share("", 0.5), width: 230, height: 210, rightMargin: 20);
        chart.Begin($"Reliability diagram of “{name}”: accuracy by confidence; the expected calibration error is {Percent(result.Ece)}");
        foreach (CalibrationBin bin in CalibrationCurve.Compute(predictions).Where(bin => bin.Count > 0))
            chart.Bar(bin.Lower, bin.Upper, bin.Accuracy, "fill", CalibrationSection.Describe(bin));
        chart.Line([(0, 0), (1, 1)], "chance");
        chart.End();
        html.WriteLine($"</figure>");
    }
}
