namespace Fer.Evaluation;

/// <summary>
/// Computes the figures by which classifiers are compared with <see cref="Evaluator"/>'s metrics.
/// </summary>
/// <param name="average">
/// How recall, precision, F1 and AUC are averaged over the classes. Default <see cref="ScoreAverage.Weighted"/>, as PyCaret does.
/// </param>
public sealed class ClassificationScorer(ScoreAverage average = ScoreAverage.Weighted) : IClassificationScorer
{
    /// <inheritdoc/>
    public ClassificationScores Score(Predictions predictions)
    {
        EvaluationResult result = Evaluator.Evaluate(predictions);
        (AverageMetrics metrics, double auc) = average == ScoreAverage.Macro
            ? (result.Macro, result.Auc)
            : (result.Weighted, result.AucWeighted);
        return new ClassificationScores(
            result.Accuracy, auc, metrics.Recall, metrics.Precision, metrics.F1, result.Kappa, result.Mcc);
    }
}
