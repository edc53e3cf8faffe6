namespace Fer.Ml;

/// <summary>The scores as a list of figures, so that what is done to each is written once.</summary>
internal static class ClassificationScoresExtensions
{
    /// <summary>Every metric, in the order of tables.</summary>
    public static IReadOnlyList<ScoreMetric> Metrics { get; } = Enum.GetValues<ScoreMetric>();

    /// <summary>One of the figures.</summary>
    public static double Get(this ClassificationScores scores, ScoreMetric metric) => metric switch
    {
        ScoreMetric.Accuracy => scores.Accuracy,
        ScoreMetric.Auc => scores.Auc,
        ScoreMetric.Recall => scores.Recall,
        ScoreMetric.Precision => scores.Precision,
        ScoreMetric.F1 => scores.F1,
        ScoreMetric.Kappa => scores.Kappa,
        ScoreMetric.Mcc => scores.Mcc,
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "Not a metric."),
    };

    /// <summary>Scores of which each figure is computed.</summary>
    public static ClassificationScores Create(Func<ScoreMetric, double> figure) => new(
        figure(ScoreMetric.Accuracy),
        figure(ScoreMetric.Auc),
        figure(ScoreMetric.Recall),
        figure(ScoreMetric.Precision),
        figure(ScoreMetric.F1),
        figure(ScoreMetric.Kappa),
        figure(ScoreMetric.Mcc));

    /// <summary>The mean of each figure over the folds; NaN where one of them is.</summary>
    public static ClassificationScores Mean(this IReadOnlyList<ClassificationScores> folds) =>
        Create(metric => folds.Average(scores => scores.Get(metric)));

    /// <summary>The standard deviation of each figure over the folds, divided by their number as in NumPy.</summary>
    public static ClassificationScores StandardDeviation(this IReadOnlyList<ClassificationScores> folds)
    {
        ClassificationScores mean = folds.Mean();
        return Create(metric => Math.Sqrt(folds.Average(scores => Math.Pow(scores.Get(metric) - mean.Get(metric), 2))));
    }
}
