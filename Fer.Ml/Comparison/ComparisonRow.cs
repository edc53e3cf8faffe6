namespace Fer.Ml;

/// <summary>One line of a comparison's table.</summary>
public sealed record ComparisonRow
{
    /// <summary>The candidate's or the baseline's name.</summary>
    public required string Learner { get; init; }

    /// <summary>Whether it is a <see cref="Ml.Baseline"/>, which was not fitted here.</summary>
    public bool IsBaseline { get; init; }

    /// <summary>The mean over the folds; of a held-out comparison the only figures. Null if an error stopped the candidate.</summary>
    public ClassificationScores? Scores { get; init; }

    /// <summary>The standard deviation over the folds (divided by their number); null with less than two.</summary>
    public ClassificationScores? Deviation { get; init; }

    /// <summary>The figures of each fold that has been judged.</summary>
    public IReadOnlyList<ClassificationScores> FoldScores { get; init; } = [];

    /// <summary>
    /// The time of a fit, in seconds, averaged over the folds; without the sampler, whose work all share. NaN of a baseline.
    /// </summary>
    public double FitSeconds { get; init; } = double.NaN;

    /// <summary>The time to predict the rows of a fold, in seconds, averaged over the folds; NaN of a baseline.</summary>
    public double PredictSeconds { get; init; } = double.NaN;

    /// <summary>
    /// What was said of every judged row by a model that had not seen it; null while folds are missing, after an error, or if predictions
    /// are not kept.
    /// </summary>
    public Predictions? Predictions { get; init; }

    /// <summary>How much each feature counted, averaged over the folds; null if the models do not say.</summary>
    public IReadOnlyList<double>? FeatureImportances { get; init; }

    /// <summary>
    /// The model, to save with <see cref="ModelFile"/>; null in a cross-validation, where there are several, if models are not kept, and
    /// if the result was taken from a leaderboard.
    /// </summary>
    public IClassifierModel? Model { get; init; }

    /// <summary>Why the candidate has no figures; null if it has.</summary>
    public string? Error { get; init; }
}
