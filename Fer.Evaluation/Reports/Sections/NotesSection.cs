namespace Fer.Evaluation;

/// <summary>What a reader must know to judge the figures.</summary>
internal sealed class NotesSection : IReportSection<IReportFrame>
{
    public string Id => "notes";

    public string Title => "Notes";

    public bool AppliesTo(IReportFrame content) => content.Notes.Count > 0;

    public void Write(HtmlWriter html, IReportFrame content)
    {
        html.WriteLine($"""<ul class="notes">""");
        foreach (string note in content.Notes)
            html.WriteLine($"<li>{note}</li>");
        html.WriteLine($"</ul>");
    }
}
