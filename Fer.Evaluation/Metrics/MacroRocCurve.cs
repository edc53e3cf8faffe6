namespace Fer.Evaluation;

/// <summary>
/// The mean of the classes' ROC curves, each interpolated at the same false positive rates: scikit-learn's recipe for a "macro-averaged
/// one-vs-rest" curve.
/// </summary>
internal static class MacroRocCurve
{
    private const int Steps = 500;

    /// <summary>The points of the curve; none if it is defined for no class.</summary>
    public static IReadOnlyList<(double FalsePositiveRate, double TruePositiveRate)> Compute(Predictions predictions)
    {
        RocCurve[] curves =
        [
            .. Enumerable.Range(0, predictions.Classes.Count).Select(c => RocCurve.Compute(predictions, c))
                .Where(curve => double.IsFinite(curve.AreaUnderCurve)),
        ];
        if (curves.Length == 0)
            return [];
        var sums = new double[Steps + 1];
        foreach (RocCurve curve in curves)
            Add(curve, sums);
        return [(0, 0), .. sums.Select((sum, step) => ((double)step / Steps, sum / curves.Length))];
    }

    // Both rise, so one walk through the points serves all steps. Of several points above one rate the highest counts.
    private static void Add(RocCurve curve, double[] sums)
    {
        IReadOnlyList<double> x = curve.FalsePositiveRate, y = curve.TruePositiveRate;
        int next = 1;
        for (int step = 0; step <= Steps; step++)
        {
            double at = (double)step / Steps;
            while (next < x.Count && x[next] <= at)
                next++;
            sums[step] += next == x.Count
                ? y[^1]
                : y[next - 1] + ((y[next] - y[next - 1]) * (at - x[next - 1]) / (x[next] - x[next - 1]));
        }
    }
}
