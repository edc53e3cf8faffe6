namespace Fer.Ml;

/// <summary>From a score to a probability.</summary>
internal interface ICalibrationCurve
{
    /// <summary>The probability of a score.</summary>
    double Evaluate(double score);

    /// <summary>Writes the curve, so that <see cref="CalibrationCurves.Read"/> reads it back.</summary>
    void Save(ModelWriter writer);
}
