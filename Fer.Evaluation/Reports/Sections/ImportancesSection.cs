using System.Globalization;
using static Fer.Evaluation.ReportFormat;

namespace Fer.Evaluation;

/// <summary>The features that counted most, with a bar each, per learner.</summary>
internal sealed class ImportancesSection : IReportSection<ComparisonContent>
{
    public string Id => "importances";

    public string Title => "Feature importance";

    public bool AppliesTo(ComparisonContent content) =>
        content.MaxFeatures > 0 && content.Learners.Any(learner => learner.Importances.Count > 0);

    public void Write(HtmlWriter html, ComparisonContent content)
    {
        html.WriteLine(
            $"""
            <p class="lead">How much each feature counted for those learners that say it, from the one that counted most.</p>
            <div class="charts three">
            """);
        foreach (ComparedLearner learner in content.Learners.Where(learner => learner.Importances.Count > 0))
            WriteLearner(html, learner, content.MaxFeatures);
        html.WriteLine($"</div>");
    }

    private static void WriteLearner(HtmlWriter html, ComparedLearner learner, int most)
    {
        (string Feature, double Value)[] shown = [.. learner.Importances.OrderByDescending(feature => feature.Value).Take(most)];
        double largest = shown[0].Value;
        html.WriteLine($"""<figure class="card"><figcaption>{learner.Name}</figcaption>""");
        html.WriteLine(
            $"""
            <table class="figures importances"><caption class="unseen">Importances of {learner.Name}</caption>
            <thead><tr><th scope="col">Feature</th><th scope="col">Importance</th></tr></thead><tbody>
            """);
        foreach ((string feature, double value) in shown)
        {
            double width = largest > 0 && value > 0 ? 100 * value / largest : 0;
            html.WriteLine(
                $"""
                <tr><th scope="row" title="{feature}"><span class="name">{feature}</span></th>
                <td><span class="bar" aria-hidden="true"><i style="width:{width:0.#}%"></i></span>
                <span class="value">{Importance(value)}</span></td></tr>
                """);
        }

        html.WriteLine($"</tbody></table>");
        if (shown.Length < learner.Importances.Count)
        {
            string all = Count(learner.Importances.Count, "feature", "features");
            html.WriteLine($"""<p class="undefined">{Count(shown.Length)} of {all}.</p>""");
        }

        html.WriteLine($"</figure>");
    }

    // Three significant digits: shares of many features are small.
    private static string Importance(double value) => double.IsFinite(value) ? value.ToString("G3", CultureInfo.InvariantCulture) : "–";
}
