namespace Fer.Evaluation;

/// <summary>One part of a report.</summary>
/// <typeparam name="TContent">What it tells of.</typeparam>
internal interface IReportSection<in TContent>
{
    /// <summary>The anchor that the navigation points to.</summary>
    string Id { get; }

    /// <summary>The heading.</summary>
    string Title { get; }

    /// <summary>Whether there is anything to tell.</summary>
    bool AppliesTo(TContent content);

    /// <summary>Writes what stands below the heading.</summary>
    void Write(HtmlWriter html, TContent content);
}
