namespace Fer.Evaluation;

/// <summary>
/// How often the most probable class is right, by how probable the model says it is: the figures of a reliability diagram
/// (Guo et al., "On calibration of modern neural networks", 2017).
/// </summary>
public static class CalibrationCurve
{
    /// <summary>The number of bins of the paper.</summary>
    public const int DefaultBins = 15;

    /// <summary>Sorts the samples by their highest probability into bins of equal width: bin m is (m / bins, (m + 1) / bins].</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="bins">The number of bins, at least 1.</param>
    public static IReadOnlyList<CalibrationBin> Compute(Predictions predictions, int bins = DefaultBins)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        var counts = new int[bins];
        var correct = new int[bins];
        var confidence = new double[bins];
        for (int i = 0; i < predictions.Count; i++)
        {
            int predicted = predictions.PredictedLabel(i);
            double top = predictions.Row(i)[predicted];
            int bin = BinOf(top, bins);
            counts[bin]++;
            confidence[bin] += top;
            if (predicted == predictions.Labels[i])
                correct[bin]++;
        }

        return
        [
            .. Enumerable.Range(0, bins).Select(m => new CalibrationBin(
                (double)m / bins, (m + 1.0) / bins, counts[m], confidence[m] / counts[m], (double)correct[m] / counts[m])),
        ];
    }

    // The edges themselves are compared, so that rounding in a product cannot move a sample across one.
    private static int BinOf(double probability, int bins)
    {
        int bin = 0;
        while (bin < bins - 1 && probability > (bin + 1.0) / bins)
            bin++;
        return bin;
    }
}
