namespace Fer.Evaluation;

/// <summary>The style sheet, which stands in report.css and travels inside the assembly.</summary>
internal static class ReportStyle
{
    public static string Css { get; } = Load();

    private static string Load()
    {
        using Stream stream = typeof(ReportStyle).Assembly.GetManifestResourceStream("Fer.Evaluation.report.css")
            ?? throw new InvalidOperationException("The assembly was built without its style sheet report.css.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
