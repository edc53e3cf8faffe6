namespace Fer.Evaluation;

/// <summary>What a report tells. Every text may hold any characters; the report escapes them.</summary>
public sealed record ReportContent : IReportFrame
{
    /// <summary>The heading, for example "ferd-cnn on FER2013".</summary>
    public required string Title { get; init; }

    /// <summary>A line below the heading: what was evaluated, when, by which version. Default none.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>The settings of the run, in the order to show. Default none.</summary>
    public IReadOnlyList<(string Name, string Value)> Settings { get; init; } = [];

    /// <summary>What a reader must know to judge the figures, a sentence each, such as flaws of the data. Default none.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The training history, in the order of the epochs. Default none.</summary>
    public IReadOnlyList<EpochPoint> History { get; init; } = [];

    /// <summary>
    /// The epoch whose weights were kept, to mark in the learning curves. By default the one with the lowest validation loss,
    /// or none where there is no validation loss.
    /// </summary>
    public int? BestEpoch { get; init; }

    /// <summary>The figures.</summary>
    public required EvaluationResult Result { get; init; }

    /// <summary>The predictions that the figures are of.</summary>
    public required Predictions Predictions { get; init; }

    /// <summary>
    /// The picture of a sample, by its position in <see cref="Predictions"/>; null where there is none. Called for the most
    /// confident errors only. Default none. Needs a <see cref="PictureEncoder"/>.
    /// </summary>
    public Func<int, Image?>? Picture { get; init; }

    /// <summary>Writes the pictures in a format that browsers show: PNG.</summary>
    public IImageEncoder? PictureEncoder { get; init; }

    /// <summary>How many of the most confident errors are shown. Default 24.</summary>
    public int MaxErrors { get; init; } = 24;
}
