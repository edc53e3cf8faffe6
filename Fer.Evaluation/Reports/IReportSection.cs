namespace Fer.Evaluation;

/// <summary>One part of a report.</summary>
internal interface IReportSection
{
    /// <summary>The anchor that the navigation points to.</summary>
    string Id { get; }

    /// <summary>The heading.</summary>
    string Title { get; }

    /// <summary>Whether there is anything to tell.</summary>
    bool AppliesTo(ReportContent content);

    /// <summary>Writes what stands below the heading.</summary>
    void Write(HtmlWriter html, ReportContent content);
}
