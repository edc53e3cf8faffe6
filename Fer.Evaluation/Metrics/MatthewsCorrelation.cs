namespace Fer.Evaluation;

/// <summary>
/// Matthews' correlation coefficient for any number of classes (Gorodkin, "Comparing two K-category assignments by a
/// K-category correlation coefficient", 2004), as scikit-learn's <c>matthews_corrcoef</c>.
/// </summary>
public static class MatthewsCorrelation
{
    /// <summary>From -1 to 1; 0 where the truth, or all predictions, are of one class.</summary>
    public static double Compute(Predictions predictions) => Compute(ConfusionMatrix.Compute(predictions));

    /// <inheritdoc cref="Compute(Predictions)"/>
    public static double Compute(ConfusionMatrix confusion)
    {
        ArgumentNullException.ThrowIfNull(confusion);
        double total = confusion.Total;
        double covariance = confusion.Correct * total;
        double varianceOfTruth = total * total;
        double varianceOfPredictions = total * total;
        for (int c = 0; c < confusion.Classes.Count; c++)
        {
            double support = confusion.Support(c);
            double predicted = confusion.PredictedCount(c);
            covariance -= support * predicted;
            varianceOfTruth -= support * support;
            varianceOfPredictions -= predicted * predicted;
        }

        double product = varianceOfTruth * varianceOfPredictions;
        return product == 0 ? 0 : covariance / Math.Sqrt(product);
    }
}
