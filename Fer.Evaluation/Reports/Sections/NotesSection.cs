namespace Fer.Evaluation;

/// <summary>What a reader must know to judge the figures.</summary>
internal sealed class NotesSection : IReportSection
{
    public string Id => "notes";

    public string Title => "Notes";

    public bool AppliesTo(ReportContent content) => content.Notes.Count > 0;

    public void Write(HtmlWriter html, ReportContent content)
    {
        html.WriteLine($"""<ul class="notes">""");
        foreach (string note in content.Notes)
            html.WriteLine($"<li>{note}</li>");
        html.WriteLine($"</ul>");
    }
}
