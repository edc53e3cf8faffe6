namespace Fer.Evaluation;

/// <summary>
/// The squared distance between the predicted probabilities and the truth, summed over all classes (Brier, "Verification of
/// forecasts expressed in terms of probability", 1950). For two classes it is twice scikit-learn's <c>brier_score_loss</c>.
/// </summary>
public static class BrierScore
{
    /// <summary>From 0 (sure and right) to 2 (sure and wrong); NaN without samples.</summary>
    public static double Compute(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        double sum = 0;
        for (int i = 0; i < predictions.Count; i++)
        {
            ReadOnlySpan<double> row = predictions.Row(i);
            for (int c = 0; c < row.Length; c++)
            {
                double difference = row[c] - (c == predictions.Labels[i] ? 1 : 0);
                sum += difference * difference;
            }
        }

        return sum / predictions.Count;
    }
}
