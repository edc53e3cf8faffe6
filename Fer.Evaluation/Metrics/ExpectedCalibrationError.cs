namespace Fer.Evaluation;

/// <summary>
/// How far confidence and accuracy lie apart (Guo et al., "On calibration of modern neural networks", 2017, equation 5): the
/// absolute difference between a bin's average highest probability and its accuracy, averaged over the samples, with the
/// equal-width bins of <see cref="CalibrationCurve"/>.
/// </summary>
public static class ExpectedCalibrationError
{
    /// <summary>From 0 (calibrated) to 1; NaN without samples.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="bins">The number of bins, at least 1.</param>
    public static double Compute(Predictions predictions, int bins = CalibrationCurve.DefaultBins)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        return CalibrationCurve.Compute(predictions, bins)
            .Where(bin => bin.Count > 0)
            .Sum(bin => bin.Count * Math.Abs(bin.Accuracy - bin.Confidence)) / predictions.Count;
    }
}
