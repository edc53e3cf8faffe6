namespace Fer.Evaluation;

/// <summary>One line of a <see cref="ComparisonReport"/>: a learner and how it did.</summary>
public sealed record ComparedLearner
{
    /// <summary>What to call it; unique in the report.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// What was said of the judged samples by a model that had not seen them; the curves and the confusion matrix are drawn from it.
    /// Default none.
    /// </summary>
    public Predictions? Predictions { get; init; }

    /// <summary>
    /// The figures for the table, such as means over folds. By default those of the predictions, weighted by support; none without them.
    /// </summary>
    public ClassificationScores? Scores { get; init; }

    /// <summary>The standard deviations over the folds. Default none.</summary>
    public ClassificationScores? Deviation { get; init; }

    /// <summary>The time to fit, in seconds. Default NaN: not known.</summary>
    public double FitSeconds { get; init; } = double.NaN;

    /// <summary>The time to predict, in seconds. Default NaN: not known.</summary>
    public double PredictSeconds { get; init; } = double.NaN;

    /// <summary>Whether it is not one of the learners compared, but what they are measured by.</summary>
    public bool IsBaseline { get; init; }

    /// <summary>Why it has no figures. Default null: it has.</summary>
    public string? Error { get; init; }

    /// <summary>How much each feature counted, 0 or more; the largest are drawn. Default none.</summary>
    public IReadOnlyList<(string Feature, double Value)> Importances { get; init; } = [];
}
