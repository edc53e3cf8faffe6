using static Fer.Evaluation.ReportFormat;

namespace Fer.Evaluation;

/// <summary>The confusion matrix as a heat map: counts, and the share of each row by colour and number.</summary>
internal sealed class ConfusionMatrixSection : IReportSection<ReportContent>
{
    private const int MixUpsToName = 5;

    public string Id => "confusion";

    public string Title => "Confusion matrix";

    public bool AppliesTo(ReportContent content) => true;

    public void Write(HtmlWriter html, ReportContent content)
    {
        ConfusionMatrix confusion = content.Result.Confusion;
        html.WriteLine(
            $"""
            <p class="lead">Rows are the true classes, columns the predicted ones. A cell gives the number of samples and their
            share of the row; the diagonal holds what was found.</p>
            <div class="card">
            """);
        ConfusionTable.WriteLegend(html);
        html.WriteLine($"""<div class="beside">""");
        ConfusionTable.Write(html, confusion, "Samples by true class (rows) and predicted class (columns)");
        WriteMixUps(html, confusion);
        html.WriteLine($"</div></div>");
    }

    private static void WriteMixUps(HtmlWriter html, ConfusionMatrix confusion)
    {
        int classes = confusion.Classes.Count;
        var mixUps = (
            from t in Enumerable.Range(0, classes)
            from p in Enumerable.Range(0, classes)
            where t != p && confusion[t, p] > 0
            orderby confusion[t, p] descending
            select (True: t, Predicted: p, Count: confusion[t, p])).Take(MixUpsToName).ToArray();
        if (mixUps.Length == 0)
            return;
        html.WriteLine($"""<div class="mixups"><h3>Most frequent mistakes</h3><ol>""");
        foreach ((int t, int p, int count) in mixUps)
        {
            string share = ShortPercent((double)count / confusion.Support(t));
            html.WriteLine(
                $"<li><b>{confusion.Classes[t]}</b> taken for <b>{confusion.Classes[p]}</b>: {Count(count)} ({share})</li>");
        }

        html.WriteLine($"</ol></div>");
    }
}
