namespace Fer.Evaluation;

/// <summary>
/// An evaluation as one HTML file that holds everything it shows: no script, nothing from elsewhere, dark and light as the
/// reader's system asks. The markup is also well-formed XML. Equal contents give equal bytes.
/// </summary>
public sealed class HtmlReport
{
    // The order in which they appear. A new part of the report is a new section here.
    private static readonly IReadOnlyList<IReportSection> AllSections =
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
    public string ToHtml()
    {
        IReportSection[] sections = [.. AllSections.Where(section => section.AppliesTo(_content))];
        var html = new HtmlWriter();
        WriteHead(html);
        html.WriteLine($"<body>");
        WriteHeader(html, sections);
        html.WriteLine($"<main>");
        foreach (IReportSection section in sections)
            WriteSection(html, section);
        html.WriteLine($"</main>");
        html.WriteLine($"</body>");
        html.WriteLine($"</html>");
        return html.ToString();
    }

    private void WriteHead(HtmlWriter html)
    {
        html.WriteLine(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="color-scheme" content="light dark"/>
            <title>{_content.Title}</title>
            <style>
            """);
        html.WriteRaw(ReportStyle.Css);
        html.WriteLine(
            $"""
            </style>
            </head>
            """);
    }

    private void WriteHeader(HtmlWriter html, IReadOnlyList<IReportSection> sections)
    {
        html.WriteLine($"<header>");
        html.WriteLine($"<h1>{_content.Title}</h1>");
        if (_content.Subtitle.Length > 0)
            html.WriteLine($"""<p class="subtitle">{_content.Subtitle}</p>""");
        html.WriteLine($"""<nav aria-label="Sections">""");
        foreach (IReportSection section in sections)
            html.WriteLine($"""<a href="#{section.Id}">{section.Title}</a>""");
        html.WriteLine($"</nav>");
        html.WriteLine($"</header>");
    }

    private void WriteSection(HtmlWriter html, IReportSection section)
    {
        html.WriteLine($"""<section id="{section.Id}" aria-labelledby="{section.Id}-title">""");
        html.WriteLine($"""<h2 id="{section.Id}-title">{section.Title}</h2>""");
        section.Write(html, _content);
        html.WriteLine($"</section>");
    }
}
