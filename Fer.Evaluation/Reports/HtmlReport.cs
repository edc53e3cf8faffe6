namespace Fer.Evaluation;

/// <summary>
/// An evaluation as one HTML file that holds everything it shows: no script, nothing from elsewhere, dark and light as the
/// reader's system asks. The markup is also well-formed XML. Equal contents give equal bytes.
/// </summary>
public sealed class HtmlReport
{
    // The order in which they appear. A new part of the report is a new section here.
    private static readonly IReadOnlyList<IReportSection<ReportContent>> AllSections =
    [
        new SummarySection(),
        new NotesSection(),
        new ConfusionMatrixSection(),
        new ClassesSection(),
        new LearningCurvesSection(),
        new RocSection(),
        new CalibrationSection(),
        new ErrorsSection(),
        new SettingsSection(),
        new GlossarySection(),
    ];

    private readonly ReportContent _content;

    /// <summary>Prepares a report.</summary>
    /// <exception cref="ArgumentException">
    /// Result and predictions have different classes or numbers of samples, or there are pictures but no encoder.
    /// </exception>
    public HtmlReport(ReportContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        Predictions predictions = content.Predictions;
        EvaluationResult result = content.Result;
        if (result.Samples != predictions.Count || !result.Classes.Select(c => c.Name).SequenceEqual(predictions.Classes))
        {
            throw new ArgumentException(
                $"The result ({result.Samples} samples, {result.Classes.Count} classes) is not of these predictions "
                + $"({predictions.Count} samples, {predictions.Classes.Count} classes).", nameof(content));
        }

        if (content.Picture is not null && content.PictureEncoder is null)
            throw new ArgumentException("To show pictures, give a PictureEncoder too.", nameof(content));
        _content = content;
    }

    /// <summary>Writes the report to a file; an older one is replaced only when the new one is whole.</summary>
    /// <exception cref="FerException">The file cannot be written.</exception>
    public void Save(string path) => AtomicFile.WriteAllText(path, ToHtml());

    /// <summary>The report as text.</summary>
    public string ToHtml() => HtmlPage.Write(_content, AllSections);
}
