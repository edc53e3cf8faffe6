using System.Globalization;
using static Fer.Evaluation.ReportFormat;

namespace Fer.Evaluation;

/// <summary>The table of a comparison: a line per learner, the best first.</summary>
internal sealed class ComparisonTableSection : IReportSection<ComparisonContent>
{
    private static readonly (string Name, Func<ClassificationScores, double> Get)[] Columns =
    [
        ("Accuracy", scores => scores.Accuracy), ("ROC AUC", scores => scores.Auc), ("Recall", scores => scores.Recall),
        ("Precision", scores => scores.Precision), ("F1", scores => scores.F1), ("Kappa", scores => scores.Kappa),
        ("MCC", scores => scores.Mcc),
    ];

    public string Id => "comparison";

    public string Title => "Comparison";

    public bool AppliesTo(ComparisonContent content) => true;

    public void Write(HtmlWriter html, ComparisonContent content)
    {
        WriteLead(html, content);
        html.WriteLine(
            $"""
            <div class="card"><div class="scroll" tabindex="0" role="region" aria-label="Comparison, scrolls sideways">
            <table class="figures"><caption class="unseen">Figures per learner, the best first</caption>
            <thead><tr><th scope="col">Learner</th>
            """);
        foreach ((string name, _) in Columns)
            html.WriteLine($"""<th scope="col">{name}</th>""");
        html.WriteLine($"""<th scope="col">Fit (s)</th><th scope="col">Predict (s)</th></tr></thead><tbody>""");
        foreach (ComparedLearner learner in content.Learners)
            WriteLearner(html, learner);
        html.WriteLine($"</tbody></table></div></div>");
        WriteErrors(html, content);
    }

    private static void WriteLead(HtmlWriter html, ComparisonContent content)
    {
        ComparedLearner? best = content.Learners.FirstOrDefault(learner => learner.Scores is not null && !learner.IsBaseline);
        string learners = Count(content.Learners.Count(learner => !learner.IsBaseline), "learner", "learners");
        if (best is null)
            html.WriteLine($"""<p class="lead">{learners}; none has figures.</p>""");
        else
            html.WriteLine(
                $"""<p class="lead">{learners}; the best is {best.Name}, with an accuracy of {Percent(best.Scores!.Accuracy)}.</p>""");
    }

    private static void WriteLearner(HtmlWriter html, ComparedLearner learner)
    {
        html.WriteLine($"""<tr><th scope="row" title="{learner.Name}"><span class="name">{learner.Name}</span>""");
        if (learner.IsBaseline)
            html.WriteLine($"""<small class="remark">baseline</small>""");
        html.WriteLine($"</th>");
        foreach ((_, Func<ClassificationScores, double> get) in Columns)
            WriteFigure(html, learner.Scores is { } scores ? get(scores) : double.NaN, learner.Deviation is { } spread ? get(spread) : null);
        html.WriteLine($"<td>{Seconds(learner.FitSeconds)}</td><td>{Seconds(learner.PredictSeconds)}</td></tr>");
    }

    private static void WriteFigure(HtmlWriter html, double value, double? deviation)
    {
        if (deviation is { } spread && double.IsFinite(spread))
            html.WriteLine($"""<td>{Figure(value)}<small class="remark">± {Figure(spread)}</small></td>""");
        else
            html.WriteLine($"<td>{Figure(value)}</td>");
    }

    private static void WriteErrors(HtmlWriter html, ComparisonContent content)
    {
        ComparedLearner[] failed = [.. content.Learners.Where(learner => learner.Error is not null)];
        if (failed.Length == 0)
            return;
        html.WriteLine($"""<h3>Failed</h3><ul class="notes">""");
        foreach (ComparedLearner learner in failed)
            html.WriteLine($"<li><b>{learner.Name}</b>: {learner.Error}</li>");
        html.WriteLine($"</ul>");
    }

    private static string Seconds(double value) => double.IsFinite(value) ? value.ToString("0.00", CultureInfo.InvariantCulture) : "–";
}
