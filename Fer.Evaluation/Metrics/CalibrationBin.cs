namespace Fer.Evaluation;

/// <summary>The samples whose highest probability falls into one range.</summary>
/// <param name="Lower">The range's lower end, not included (except 0).</param>
/// <param name="Upper">The range's upper end, included.</param>
/// <param name="Count">The number of samples.</param>
/// <param name="Confidence">Their average highest probability; NaN without samples.</param>
/// <param name="Accuracy">The share of them whose class was found; NaN without samples.</param>
public sealed record CalibrationBin(double Lower, double Upper, int Count, double Confidence, double Accuracy);
