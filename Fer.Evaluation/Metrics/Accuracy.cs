namespace Fer.Evaluation;

/// <summary>The share of samples whose class was found, as scikit-learn's <c>accuracy_score</c>.</summary>
public static class Accuracy
{
    /// <summary>From 0 to 1; NaN without samples.</summary>
    public static double Compute(Predictions predictions) => Compute(ConfusionMatrix.Compute(predictions));

    /// <inheritdoc cref="Compute(Predictions)"/>
    public static double Compute(ConfusionMatrix confusion)
    {
        ArgumentNullException.ThrowIfNull(confusion);
        return (double)confusion.Correct / confusion.Total;
    }
}
