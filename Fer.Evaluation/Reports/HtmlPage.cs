namespace Fer.Evaluation;

/// <summary>
/// One HTML file that holds everything it shows: no script, nothing from elsewhere, dark and light as the reader's system asks. The markup
/// is also well-formed XML.
/// </summary>
internal static class HtmlPage
{
    /// <summary>Writes the sections that have something to tell of a content.</summary>
    public static string Write<TContent>(TContent content, IEnumerable<IReportSection<TContent>> allSections)
        where TContent : IReportFrame
    {
        IReportSection<TContent>[] sections = [.. allSections.Where(section => section.AppliesTo(content))];
        var html = new HtmlWriter();
        WriteHead(html, content);
        html.WriteLine($"<body>");
        WriteHeader(html, content, sections);
        html.WriteLine($"<main>");
        foreach (IReportSection<TContent> section in sections)
            WriteSection(html, section, content);
        html.WriteLine($"</main>");
        html.WriteLine($"</body>");
        html.WriteLine($"</html>");
        return html.ToString();
    }

    private static void WriteHead(HtmlWriter html, IReportFrame content)
    {
        html.WriteLine(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="color-scheme" content="light dark"/>
            <title>{content.Title}</title>
            <style>
            """);
        html.WriteRaw(ReportStyle.Css);
        html.WriteLine(
            $"""
            </style>
            </head>
            """);
    }

    private static void WriteHeader<TContent>(
        HtmlWriter html, TContent content, IReadOnlyList<IReportSection<TContent>> sections)
        where TContent : IReportFrame
    {
        html.WriteLine($"<header>");
        html.WriteLine($"<h1>{content.Title}</h1>");
        if (content.Subtitle.Length > 0)
            html.WriteLine($"""<p class="subtitle">{content.Subtitle}</p>""");
        html.WriteLine($"""<nav aria-label="Sections">""");
        foreach (IReportSection<TContent> section in sections)
            html.WriteLine($"""<a href="#{section.Id}">{section.Title}</a>""");
        html.WriteLine($"</nav>");
        html.WriteLine($"</header>");
    }

    private static void WriteSection<TContent>(HtmlWriter html, IReportSection<TContent> section, TContent content)
    {
        html.WriteLine($"""<section id="{section.Id}" aria-labelledby="{section.Id}-title">""");
        html.WriteLine($"""<h2 id="{section.Id}-title">{section.Title}</h2>""");
        section.Write(html, content);
        html.WriteLine($"</section>");
    }
}
