namespace Fer.Evaluation;

/// <summary>
/// The share of samples whose true class is among the k most probable, as scikit-learn's <c>top_k_accuracy_score</c>, which
/// places the later of equally probable classes first. (<see cref="Predictions.PredictedLabel"/> takes the earlier, as NumPy's
/// <c>argmax</c>, so on ties the top-1 accuracy can differ from <see cref="Accuracy"/>.)
/// </summary>
public static class TopKAccuracy
{
    /// <summary>From 0 to 1, and 1 if there are no more than k classes; NaN without samples.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="k">How many classes may be named, at least 1.</param>
    public static double Compute(Predictions predictions, int k)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        int hits = 0;
        for (int i = 0; i < predictions.Count; i++)
        {
            if (ClassesAheadOf(predictions.Labels[i], predictions.Row(i)) < k)
                hits++;
        }

        return (double)hits / predictions.Count;
    }

    private static int ClassesAheadOf(int label, ReadOnlySpan<double> probabilities)
    {
        int ahead = 0;
        for (int c = 0; c < probabilities.Length; c++)
        {
            if (probabilities[c] > probabilities[label] || (c > label && probabilities[c] == probabilities[label]))
                ahead++;
        }

        return ahead;
    }
}
