namespace Fer.Evaluation;

/// <summary>
/// Precision, recall and F1, as scikit-learn's <c>precision_recall_fscore_support</c> with all classes of the data given
/// as labels and <c>zero_division=0</c>: a ratio with nothing below the line counts as 0, so a class that is absent from
/// the truth still lowers the macro average.
/// </summary>
public static class PrecisionRecallF1
{
    /// <summary>The figures of each class, in the order of the classes.</summary>
    public static IReadOnlyList<ClassMetrics> PerClass(Predictions predictions) => PerClass(ConfusionMatrix.Compute(predictions));

    /// <inheritdoc cref="PerClass(Predictions)"/>
    public static IReadOnlyList<ClassMetrics> PerClass(ConfusionMatrix confusion)
    {
        ArgumentNullException.ThrowIfNull(confusion);
        return [.. Enumerable.Range(0, confusion.Classes.Count).Select(c => OfClass(confusion, c))];
    }

    /// <summary>The average in which each class counts the same.</summary>
    public static AverageMetrics Macro(IReadOnlyList<ClassMetrics> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        return Average(classes, _ => 1);
    }

    /// <summary>The average in which each class counts as often as it has samples; NaN without samples.</summary>
    public static AverageMetrics Weighted(IReadOnlyList<ClassMetrics> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        return Average(classes, metrics => metrics.Support);
    }

    private static ClassMetrics OfClass(ConfusionMatrix confusion, int c)
    {
        int support = confusion.Support(c);
        double precision = Ratio(confusion[c, c], confusion.PredictedCount(c));
        double recall = Ratio(confusion[c, c], support);
        double f1 = Ratio(2 * precision * recall, precision + recall);
        return new ClassMetrics(confusion.Classes[c], precision, recall, f1, support);
    }

    private static AverageMetrics Average(IReadOnlyList<ClassMetrics> classes, Func<ClassMetrics, double> weight)
    {
        double total = classes.Sum(weight);
        return new AverageMetrics(
            classes.Sum(c => weight(c) * c.Precision) / total,
            classes.Sum(c => weight(c) * c.Recall) / total,
            classes.Sum(c => weight(c) * c.F1) / total);
    }

    private static double Ratio(double above, double below) => below == 0 ? 0 : above / below;
}
