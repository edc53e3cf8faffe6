namespace Fer.Evaluation;

/// <summary>
/// Agreement beyond chance (Cohen, "A coefficient of agreement for nominal scales", 1960), as scikit-learn's
/// <c>cohen_kappa_score</c>.
/// </summary>
public static class CohenKappa
{
    /// <summary>At most 1; 0 is chance. NaN where truth and predictions are all of one and the same class.</summary>
    public static double Compute(Predictions predictions) => Compute(ConfusionMatrix.Compute(predictions));

    /// <inheritdoc cref="Compute(Predictions)"/>
    public static double Compute(ConfusionMatrix confusion)
    {
        ArgumentNullException.ThrowIfNull(confusion);
        double total = confusion.Total;
        double agreementByChance = 0;
        for (int c = 0; c < confusion.Classes.Count; c++)
            agreementByChance += (double)confusion.Support(c) * confusion.PredictedCount(c);
        return 1 - (total - confusion.Correct) * total / (total * total - agreementByChance);
    }
}
