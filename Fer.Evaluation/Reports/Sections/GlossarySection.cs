namespace Fer.Evaluation;

/// <summary>What the figures mean.</summary>
internal sealed class GlossarySection : IReportSection<IReportFrame>
{
    public string Id => "glossary";

    public string Title => "Glossary";

    public bool AppliesTo(IReportFrame content) => true;

    public void Write(HtmlWriter html, IReportFrame content) => html.WriteLine(
        $"""
        <dl class="glossary">
        <dt>Precision</dt><dd>Of the samples taken for a class, the share that are of it.</dd>
        <dt>Recall</dt><dd>Of the samples of a class, the share that were found.</dd>
        <dt>F1</dt><dd>The harmonic mean of precision and recall.</dd>
        <dt>Macro, weighted</dt><dd>Averages over the classes: each counts the same, or as often as it has samples.</dd>
        <dt>ROC AUC</dt><dd>How likely a sample of the class gets a higher score for it than one of the rest: 0.5 is chance, 1 perfect.</dd>
        <dt>Cohen’s kappa, MCC</dt><dd>Agreement with the truth beyond what chance gives: 0 is chance, 1 perfect.</dd>
        <dt>Log loss</dt><dd>The mean negative logarithm of the probability given to the true class.</dd>
        <dt>Brier score</dt><dd>The mean squared distance between the probabilities and the truth, from 0 to 2.</dd>
        <dt>Expected calibration error</dt><dd>The mean distance between how sure the model is and how often it is right.</dd>
        </dl>
        """);
}
