using static Fer.Evaluation.ReportFormat;

namespace Fer.Evaluation;

/// <summary>A confusion matrix as a heat map: counts, and the share of each row by colour and number.</summary>
internal static class ConfusionTable
{
    // Steps of colour. Finer below, where the mistakes are.
    private static readonly double[] StepStarts = [0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.45, 0.6, 0.8];

    /// <summary>Writes what the colours mean.</summary>
    public static void WriteLegend(HtmlWriter html)
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

    /// <summary>Writes the matrix as a table.</summary>
    /// <param name="html">Where.</param>
    /// <param name="confusion">The matrix.</param>
    /// <param name="caption">What it is of, for those who cannot see it.</param>
    public static void Write(HtmlWriter html, ConfusionMatrix confusion, string caption)
    {
        int classes = confusion.Classes.Count;
        bool tall = classes > 10 || confusion.Classes.Max(name => name.Length) > 10;
        string layout = $"confusion{(tall ? " tall" : "")}{(classes > 12 ? " dense" : "")}";
        html.WriteLine($"""<div class="scroll" tabindex="0" role="region" aria-label="Confusion matrix, scrolls sideways">""");
        html.WriteLine($"""<table class="{layout}">""");
        html.WriteLine($"""<caption class="unseen">{caption}</caption>""");
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

    private static int Step(double share) => Math.Max(0, Array.FindLastIndex(StepStarts, start => share >= start));
}
