namespace Fer.Evaluation;

/// <summary>What a <see cref="ComparisonReport"/> tells. Every text may hold any characters; the report escapes them.</summary>
public sealed record ComparisonReportContent : IReportFrame
{
    /// <summary>The heading, for example "Learners on features of FER2013".</summary>
    public required string Title { get; init; }

    /// <summary>A line below the heading. Default none.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>The settings of the comparison, in the order to show. Default none.</summary>
    public IReadOnlyList<(string Name, string Value)> Settings { get; init; } = [];

    /// <summary>What a reader must know to judge the figures, a sentence each. Default none.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The learners in the order of the table, the best first.</summary>
    public required IReadOnlyList<ComparedLearner> Learners { get; init; }

    /// <summary>How many features' importances are drawn of each learner. Default 15.</summary>
    public int MaxFeatures { get; init; } = 15;
}
