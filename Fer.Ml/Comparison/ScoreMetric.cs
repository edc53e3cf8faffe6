namespace Fer.Ml;

/// <summary>Which of the <see cref="ClassificationScores"/> decides.</summary>
public enum ScoreMetric
{
    /// <inheritdoc cref="ClassificationScores.Accuracy"/>
    Accuracy,

    /// <inheritdoc cref="ClassificationScores.Auc"/>
    Auc,

    /// <inheritdoc cref="ClassificationScores.Recall"/>
    Recall,

    /// <inheritdoc cref="ClassificationScores.Precision"/>
    Precision,

    /// <inheritdoc cref="ClassificationScores.F1"/>
    F1,

    /// <inheritdoc cref="ClassificationScores.Kappa"/>
    Kappa,

    /// <inheritdoc cref="ClassificationScores.Mcc"/>
    Mcc,
}
