namespace Fer.Evaluation;

/// <summary>
/// The average negative logarithm of the true class's probability (cross-entropy, natural logarithm), as scikit-learn 1.2's
/// <c>log_loss</c>: probabilities are clipped to [2^-52, 1 - 2^-52], then each row is divided by its sum.
/// </summary>
public static class LogLoss
{
    private const double Epsilon = 1.0 / (1L << 52);

    /// <summary>From 0 upwards; NaN without samples.</summary>
    public static double Compute(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        double sum = 0;
        for (int i = 0; i < predictions.Count; i++)
        {
            double rowSum = 0;
            foreach (double probability in predictions.Row(i))
                rowSum += Clip(probability);
            sum -= Math.Log(Clip(predictions.Row(i)[predictions.Labels[i]]) / rowSum);
        }

        return sum / predictions.Count;
    }

    private static double Clip(double probability) => Math.Clamp(probability, Epsilon, 1 - Epsilon);
}
