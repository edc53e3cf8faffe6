namespace Fer.Ml;

/// <summary>What is known of a candidate when it has been judged on a fold.</summary>
/// <param name="Scores">Its figures.</param>
/// <param name="FitSeconds">The time of the fit.</param>
/// <param name="PredictSeconds">The time to predict the rows.</param>
/// <param name="Probabilities">Rows of the fold x classes; null if predictions are not kept.</param>
/// <param name="Importances">A value per feature; null if the model has none.</param>
internal sealed record FoldResult(
    ClassificationScores Scores, double FitSeconds, double PredictSeconds, double[]? Probabilities, double[]? Importances);
