using System.Globalization;
using Fer.Evaluation;
using Fer.Ml;

namespace Fer.Cli.Workflows;

/// <summary>What is compared, and how.</summary>
internal sealed record CompareSettings
{
    /// <summary>The learners by their names in <see cref="LearnerCatalog"/>.</summary>
    public IReadOnlyList<string> Learners { get; init; } = LearnerCatalog.PaperNames;

    /// <summary>What is done about classes of different sizes, on the training side alone.</summary>
    public string Balance { get; init; } = BalanceModes.None;

    /// <summary>Whether the learners also vote together.</summary>
    public bool Vote { get; init; }

    /// <summary>Whether the learners are also stacked under Extra Trees.</summary>
    public bool Stack { get; init; }

    /// <summary>How figures of each class become one.</summary>
    public ScoreAverage Average { get; init; } = ScoreAverage.Weighted;

    /// <summary>What the table is sorted by.</summary>
    public ScoreMetric SortBy { get; init; } = ScoreMetric.Accuracy;

    /// <summary>Whether test rows that equal a training row are left out.</summary>
    public bool WithoutCopies { get; init; }

    /// <summary>The folds of a cross-validation, where there is no test table.</summary>
    public int Folds { get; init; } = 10;

    /// <summary>Whether the models are kept and saved; a comparison with them cannot be continued.</summary>
    public bool SaveModels { get; init; }

    /// <summary>The seed of all that is drawn.</summary>
    public ulong Seed { get; init; }

    /// <summary>The settings in words, for a report.</summary>
    /// <param name="folds">The folds there were; 1 of a test set.</param>
    public (string Name, string Value)[] ToTable(int folds) =>
    [
        ("learners", string.Join(", ", Learners)),
        ("voting", Vote ? "hard and soft" : "none"),
        ("stacking", Stack ? "under Extra Trees" : "none"),
        ("balance", Balance),
        ("average over classes", $"{Average}".ToLowerInvariant()),
        ("folds", folds.ToString(CultureInfo.InvariantCulture)),
        ("seed", Seed.ToString(CultureInfo.InvariantCulture)),
    ];
}
