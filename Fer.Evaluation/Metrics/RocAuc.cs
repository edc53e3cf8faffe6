namespace Fer.Evaluation;

/// <summary>
/// The area under the ROC curve of each class against the rest, and its averages, as scikit-learn's <c>roc_auc_score</c>
/// with <c>multi_class="ovr"</c>. Where scikit-learn refuses, because a class has no samples or all of them, that class's
/// area is NaN and the averages are taken over the other classes; they are NaN if none is left.
/// </summary>
public static class RocAuc
{
    /// <summary>The area of each class, in the order of the classes; NaN for a class that has no samples, or all of them.</summary>
    public static IReadOnlyList<double> PerClass(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        return [.. Enumerable.Range(0, predictions.Classes.Count).Select(c => RocCurve.Compute(predictions, c).AreaUnderCurve)];
    }

    /// <summary>The average over the classes that have an area; each counts the same.</summary>
    public static double Macro(Predictions predictions) => Macro(PerClass(predictions));

    /// <inheritdoc cref="Macro(Predictions)"/>
    /// <param name="areas">The area of each class, NaN where it has none.</param>
    public static double Macro(IReadOnlyList<double> areas)
    {
        ArgumentNullException.ThrowIfNull(areas);
        return areas.Where(area => !double.IsNaN(area)).DefaultIfEmpty(double.NaN).Average();
    }

    /// <summary>The average over the classes that have an area; each counts as often as it has samples.</summary>
    public static double Weighted(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        var supports = new int[predictions.Classes.Count];
        foreach (int label in predictions.Labels)
            supports[label]++;
        return Weighted(PerClass(predictions), supports);
    }

    /// <inheritdoc cref="Weighted(Predictions)"/>
    /// <param name="areas">The area of each class, NaN where it has none.</param>
    /// <param name="supports">The number of samples of each class.</param>
    public static double Weighted(IReadOnlyList<double> areas, IReadOnlyList<int> supports)
    {
        ArgumentNullException.ThrowIfNull(areas);
        ArgumentNullException.ThrowIfNull(supports);
        double sum = 0, weight = 0;
        for (int c = 0; c < areas.Count; c++)
        {
            if (double.IsNaN(areas[c]))
                continue;
            sum += supports[c] * areas[c];
            weight += supports[c];
        }

        return sum / weight;
    }
}
