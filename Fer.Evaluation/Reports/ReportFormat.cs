using System.Globalization;

namespace Fer.Evaluation;

/// <summary>How figures are written in a report, the same in any culture.</summary>
internal static class ReportFormat
{
    /// <summary>"0.912", or a dash for a figure that is not defined.</summary>
    public static string Figure(double value) => double.IsFinite(value) ? value.ToString("0.000", CultureInfo.InvariantCulture) : "–";

    /// <summary>"91.2%", or a dash.</summary>
    public static string Percent(double share) =>
        double.IsFinite(share) ? (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + "%" : "–";

    /// <summary>"91%", "&lt;1%" for a little more than nothing, or a dash.</summary>
    public static string ShortPercent(double share) => share switch
    {
        double.NaN => "–",
        > 0 and < 0.005 => "<1%",
        < 1 and >= 0.995 => ">99%",
        _ => (100 * share).ToString("0", CultureInfo.InvariantCulture) + "%",
    };

    /// <summary>"3,589".</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"1 sample", "3,589 samples".</summary>
    public static string Count(long value, string singular, string plural) => $"{Count(value)} {(value == 1 ? singular : plural)}";
}
