using System.Globalization;
using static Fer.Evaluation.ReportFormat;

namespace Fer.Evaluation;

/// <summary>Loss, accuracy and learning rate over the epochs, with the best epoch marked.</summary>
internal sealed class LearningCurvesSection : IReportSection<ReportContent>
{
    private const double LabelMargin = 88;

    public string Id => "learning";

    public string Title => "Learning curves";

    public bool AppliesTo(ReportContent content) => content.History.Count > 0;

    public void Write(HtmlWriter html, ReportContent content)
    {
        IReadOnlyList<EpochPoint> history = content.History;
        EpochPoint? best = FindBest(content);
        WriteSummary(html, history, best);
        bool rateChanges = history.Where(HasRate).DistinctBy(point => point.LearningRate).Count() > 1;
        html.WriteLine($"""<div class="charts {(rateChanges ? "three" : "two")}">""");
        double width = rateChanges ? 360 : 460;
        WriteChart(html, "Loss", width, history, best, ChartAxis.Fit, point => point.Loss, point => point.ValidationLoss);
        WriteChart(html, "Accuracy", width, history, best, ChartAxis.FitShare, point => point.Accuracy, point => point.ValidationAccuracy);
        if (rateChanges)
            WriteLearningRate(html, width, history);
        html.WriteLine($"</div>");
    }

    private static bool HasRate(EpochPoint point) => point.LearningRate > 0 && double.IsFinite(point.LearningRate);

    private static EpochPoint? FindBest(ReportContent content) => content.BestEpoch is int epoch
        ? content.History.FirstOrDefault(point => point.Epoch == epoch)
        : content.History.Where(point => double.IsFinite(point.ValidationLoss)).MinBy(point => point.ValidationLoss);

    private static void WriteSummary(HtmlWriter html, IReadOnlyList<EpochPoint> history, EpochPoint? best)
    {
        string epochs = Count(history.Count, "epoch", "epochs");
        if (best is null)
        {
            html.WriteLine($"""<p class="lead">{epochs}.</p>""");
            return;
        }

        html.WriteLine(
            $"""
            <p class="lead">{epochs}; the best is epoch {best.Epoch}, with a validation loss of {Figure(best.ValidationLoss)}
            and a validation accuracy of {Percent(best.ValidationAccuracy)}.</p>
            """);
    }

    private static void WriteChart(
        HtmlWriter html, string name, double width, IReadOnlyList<EpochPoint> history, EpochPoint? best,
        Func<string, IEnumerable<double>, ChartAxis> axis, Func<EpochPoint, double> training, Func<EpochPoint, double> validation)
    {
        html.WriteLine($"""<figure class="card"><figcaption>{name}</figcaption>""");
        ChartAxis values = axis("", history.Select(training).Concat(history.Select(validation)));
        var chart = new SvgChart(html, EpochAxis(history), values, width, rightMargin: LabelMargin);
        chart.Begin($"{name} on training and validation data over {history.Count} epochs");
        if (best is not null)
            chart.VerticalMarker(best.Epoch, $"best: epoch {best.Epoch}");
        chart.Line(history.Select(point => ((double)point.Epoch, training(point))), "training");
        chart.Line(history.Select(point => ((double)point.Epoch, validation(point))), "validation");
        if (best is not null && double.IsFinite(validation(best)))
            chart.Dot(best.Epoch, validation(best), "validation");
        chart.EndLabels(
        [
            (LastFinite(history, training), "training", "training"),
            (LastFinite(history, validation), "validation", "validation"),
        ]);
        chart.End();
        html.WriteLine($"</figure>");
    }

    private static void WriteLearningRate(HtmlWriter html, double width, IReadOnlyList<EpochPoint> history)
    {
        EpochPoint[] points = [.. history.Where(HasRate)];
        html.WriteLine($"""<figure class="card"><figcaption>Learning rate</figcaption>""");
        ChartAxis decades = ChartAxis.Decades("", [.. points.Select(point => point.LearningRate)]);
        var chart = new SvgChart(html, EpochAxis(history), decades, width, rightMargin: LabelMargin);
        string last = points[^1].LearningRate.ToString("0.##e0", CultureInfo.InvariantCulture);
        chart.Begin($"Learning rate over {history.Count} epochs; the last is {last}");
        chart.Line(Steps(points), "validation");
        chart.EndLabels([(points[^1].LearningRate, last, "validation")]);
        chart.End();
        html.WriteLine($"</figure>");
    }

    // A rate holds until the next epoch: steps, not slopes.
    private static IEnumerable<(double X, double Y)> Steps(EpochPoint[] points)
    {
        for (int i = 0; i < points.Length; i++)
        {
            if (i > 0)
                yield return (points[i].Epoch, points[i - 1].LearningRate);
            yield return (points[i].Epoch, points[i].LearningRate);
        }
    }

    private static ChartAxis EpochAxis(IReadOnlyList<EpochPoint> history) =>
        ChartAxis.Whole("Epoch", history.Min(point => point.Epoch), history.Max(point => point.Epoch));

    private static double LastFinite(IReadOnlyList<EpochPoint> history, Func<EpochPoint, double> value) =>
        history.Select(value).LastOrDefault(double.IsFinite, double.NaN);
}
