namespace Fer.Evaluation;

/// <summary>
/// A comparison of learners as one HTML file in the manner of <see cref="HtmlReport"/>: the table, ROC curves, importances, calibration and
/// confusion matrices side by side. Equal contents give equal bytes.
/// </summary>
public sealed class ComparisonReport
{
    // The order in which they appear.
    private static readonly IReadOnlyList<IReportSection<ComparisonContent>> AllSections =
    [
        new ComparisonTableSection(),
        new NotesSection(),
        new ComparisonRocSection(),
        new ImportancesSection(),
        new ComparisonCalibrationSection(),
        new ComparisonConfusionSection(),
        new SettingsSection(),
        new GlossarySection(),
    ];

    private readonly ComparisonContent _content;

    /// <summary>Prepares a report.</summary>
    /// <exception cref="ArgumentException">There are no learners, or two have the same name.</exception>
    /// <exception cref="DatasetException">Predictions are of no samples.</exception>
    public ComparisonReport(ComparisonReportContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (content.Learners.Count == 0)
            throw new ArgumentException("A comparison needs one learner at least.", nameof(content));
        string? twice = content.Learners.GroupBy(learner => learner.Name, StringComparer.Ordinal)
            .FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
            throw new ArgumentException($"Two learners are called '{twice}'; give each a name of its own.", nameof(content));
        _content = new ComparisonContent(content);
    }

    /// <summary>Writes the report to a file; an older one is replaced only when the new one is whole.</summary>
    /// <exception cref="FerException">The file cannot be written.</exception>
    public void Save(string path) => AtomicFile.WriteAllText(path, ToHtml());

    /// <summary>The report as text.</summary>
    public string ToHtml() => HtmlPage.Write(_content, AllSections);
}
