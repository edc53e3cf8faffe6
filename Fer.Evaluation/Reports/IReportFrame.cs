namespace Fer.Evaluation;

/// <summary>What every kind of report tells around its figures.</summary>
internal interface IReportFrame
{
    /// <summary>The heading.</summary>
    string Title { get; }

    /// <summary>A line below the heading; empty for none.</summary>
    string Subtitle { get; }

    /// <summary>The settings, in the order to show.</summary>
    IReadOnlyList<(string Name, string Value)> Settings { get; }

    /// <summary>What a reader must know to judge the figures.</summary>
    IReadOnlyList<string> Notes { get; }
}
