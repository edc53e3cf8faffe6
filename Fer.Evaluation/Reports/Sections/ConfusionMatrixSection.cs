using static Fer.Evaluation.ReportFormat;

namespace Fer.Evaluation;

/// <summary>The confusion matrix as a heat map: counts, and the share of each row by colour and number.</summary>
internal sealed class ConfusionMatrixSection : IReportSection
{
    private const int MixUpsToName = 5;

    // Steps of colour. Finer below, where the mistakes are.
    private static readonly double[] StepStarts = [0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.45, 0.6, 0.8];

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
        WriteLegend(html);
        html.WriteLine($"""<div class="beside">""");
        WriteTable(html, confusion);
        WriteMixUps(html, confusion);
        html.WriteLine($"</div></div>");
    }

    private static void WriteLegend(HtmlWriter html)
    {
        html.WriteLine($"""<div class="legend" aria-hidden="true"><span class="legend-title">Share of the row, from %</span>""");
        foreach ((string name, string ramp) in (ReadOnlySpan<(string, string)>)[("found", "d"), ("mistaken", "e")])
        {
            html.WriteLine($"""<span class="legend-name">{name}</span><span class="swatches">""");
            for (int step = 0; step < StepStarts.Length; step++)
                html.WriteLine($"""<span class="{ramp}{step}">{100 * StepStarts[step]:0}</span>""");
            html.WriteLine($"</span>");
        }

        html.WriteLine($"</div>");
    }

    private static void WriteTable(HtmlWriter html, ConfusionMatrix confusion)
    {
        int classes = confusion.Classes.Count;
        bool tall = classes > 10 || confusion.Classes.Max(name => name.Length) > 10;
        string layout = $"confusion{(tall ? " tall" : "")}{(classes > 12 ? " dense" : "")}";
        html.WriteLine($"""<div class="scroll" tabindex="0" role="region" aria-label="Confusion matrix, scrolls sideways">""");
        html.WriteLine($"""<table class="{layout}">""");
        html.WriteLine($"""<caption class="unseen">Samples by true class (rows) and predicted class (columns)</caption>""");
        html.WriteLine($"""<thead><tr><th scope="col" class="corner">true ↓ predicted →</th>""");
        foreach (string name in confusion.Classes)
            html.WriteLine($"""<th scope="col" title="{name}"><span class="name">{name}</span></th>""");
        html.WriteLine($"""<th scope="col" class="sum"><span class="name">all</span></th></tr></thead>""");
        html.WriteLine($"<tbody>");
        for (int t = 0; t < classes; t++)
            WriteRow(html, confusion, t);
        html.WriteLine($"</tbody>");
        WriteColumnSums(html, confusion);
        html.WriteLine($"</table></div>");
    }

    private static void WriteRow(HtmlWriter html, ConfusionMatrix confusion, int t)
    {
        string name = confusion.Classes[t];
        int support = confusion.Support(t);
        html.WriteLine($"""<tr><th scope="row" title="{name}"><span class="name">{name}</span></th>""");
        for (int p = 0; p < confusion.Classes.Count; p++)
        {
            int count = confusion[t, p];
            double share = (double)count / support;
            string title = t == p
                ? $"{count} of {support} samples of “{name}” were found"
                : $"{count} of {support} samples of “{name}” were taken for “{confusion.Classes[p]}”";
            string colour = count == 0 && (t != p || support == 0) ? "none" : $"{(t == p ? "d" : "e")}{Step(share)}";
            if (count == 0)
                html.WriteLine($"""<td class="{colour}" title="{title}">0</td>""");
            else
                html.WriteLine($"""<td class="{colour}" title="{title}">{count}<small>{ShortPercent(share)}</small></td>""");
        }

        html.WriteLine($"""<td class="sum">{Count(support)}</td></tr>""");
    }

    private static void WriteColumnSums(HtmlWriter html, ConfusionMatrix confusion)
    {
        html.WriteLine($"""<tfoot><tr><th scope="row"><span class="name">all</span></th>""");
        for (int p = 0; p < confusion.Classes.Count; p++)
            html.WriteLine($"""<td class="sum">{Count(confusion.PredictedCount(p))}</td>""");
        html.WriteLine($"""<td class="sum">{Count(confusion.Total)}</td></tr></tfoot>""");
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

    private static int Step(double share) => Math.Max(0, Array.FindLastIndex(StepStarts, start => share >= start));
}
