using static Fer.Evaluation.ReportFormat;

namespace Fer.Evaluation;

/// <summary>The reliability diagram: how often the model is right when it says how sure it is.</summary>
internal sealed class CalibrationSection : IReportSection<ReportContent>
{
    public string Id => "calibration";

    public string Title => "Calibration";

    public bool AppliesTo(ReportContent content) => true;

    public void Write(HtmlWriter html, ReportContent content)
    {
        IReadOnlyList<CalibrationBin> bins = CalibrationCurve.Compute(content.Predictions);
        WriteSummary(html, content, bins);
        html.WriteLine($"""<div class="charts two">""");
        WriteReliability(html, bins);
        WriteConfidences(html, bins, content.Predictions.Count);
        html.WriteLine($"</div>");
    }

    private static void WriteSummary(HtmlWriter html, ReportContent content, IReadOnlyList<CalibrationBin> bins)
    {
        double confidence = bins.Where(bin => bin.Count > 0).Sum(bin => bin.Count * bin.Confidence) / content.Predictions.Count;
        double excess = confidence - content.Result.Accuracy;
        string verdict = excess switch
        {
            > 0.01 => "too sure of itself",
            < -0.01 => "too modest",
            _ => "neither too sure nor too modest on average",
        };
        html.WriteLine(
            $"""
            <p class="lead">The model is {Percent(confidence)} sure on average and right in {Percent(content.Result.Accuracy)}:
            {verdict}. The expected calibration error is {Percent(content.Result.Ece)}.</p>
            """);
    }

    private static void WriteReliability(HtmlWriter html, IReadOnlyList<CalibrationBin> bins)
    {
        html.WriteLine($"""<figure class="card"><figcaption>Reliability diagram</figcaption>""");
        var chart = new SvgChart(html, ChartAxis.Share("Confidence"), ChartAxis.Share("Accuracy"), width: 470, rightMargin: 24);
        chart.Begin("Reliability diagram: accuracy by confidence; a calibrated model's bars end at the diagonal");
        foreach (CalibrationBin bin in bins.Where(bin => bin.Count > 0))
            chart.Bar(bin.Lower, bin.Upper, bin.Accuracy, "fill", Describe(bin));
        chart.Line([(0, 0), (1, 1)], "chance");
        chart.End();
        html.WriteLine($"</figure>");
    }

    private static void WriteConfidences(HtmlWriter html, IReadOnlyList<CalibrationBin> bins, int samples)
    {
        html.WriteLine($"""<figure class="card"><figcaption>Confidence histogram</figcaption>""");
        ChartAxis shares = ChartAxis.FitShare("Share of samples", bins.Select(bin => (double)bin.Count / samples).Append(0));
        var chart = new SvgChart(html, ChartAxis.Share("Confidence"), shares, width: 470, rightMargin: 24);
        chart.Begin("Histogram of the confidence in the predicted class");
        foreach (CalibrationBin bin in bins.Where(bin => bin.Count > 0))
            chart.Bar(bin.Lower, bin.Upper, (double)bin.Count / samples, "fill", Describe(bin));
        chart.End();
        html.WriteLine($"</figure>");
    }

    internal static string Describe(CalibrationBin bin) =>
        $"{Count(bin.Count, "sample", "samples")}: {Percent(bin.Confidence)} sure, {Percent(bin.Accuracy)} right";
}
