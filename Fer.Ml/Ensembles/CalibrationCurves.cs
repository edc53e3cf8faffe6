namespace Fer.Ml;

/// <summary>Reads curves of any kind.</summary>
internal static class CalibrationCurves
{
    public const string Method = "method";

    public static ICalibrationCurve Read(ModelReader reader) => (CalibrationMethod)reader.Read<int>(Method) switch
    {
        CalibrationMethod.Sigmoid => SigmoidCurve.Read(reader),
        CalibrationMethod.Isotonic => IsotonicCurve.Read(reader),
        _ => throw reader.Invalid("a calibration curve is of an unknown kind"),
    };
}
