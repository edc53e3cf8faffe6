using System.Runtime.CompilerServices;

namespace Fer.Preprocessing;

/// <summary>Checks of the ranges that augmentations draw from.</summary>
internal static class AugmentationChecks
{
    /// <summary>Refuses what is not from 0 to 1.</summary>
    public static void ThrowIfNotProbability(double probability, [CallerArgumentExpression(nameof(probability))] string? name = null) =>
        ThrowIfOutside(probability, 0, 1, name);

    /// <summary>Refuses a value, NaN among them, that does not lie from a least to a most.</summary>
    public static void ThrowIfOutside(
        double value, double least, double most, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        if (!(value >= least && value <= most))
            throw new ArgumentOutOfRangeException(name, value, $"'{name}' must lie from {least} to {most}.");
    }

    /// <summary>Refuses a range whose ends are out of bounds or in the wrong order.</summary>
    public static void ThrowIfNotRange(
        double min,
        double max,
        double least,
        double most,
        [CallerArgumentExpression(nameof(min))] string? minName = null,
        [CallerArgumentExpression(nameof(max))] string? maxName = null)
    {
        ThrowIfOutside(min, least, most, minName);
        ThrowIfOutside(max, min, most, maxName);
    }

    /// <summary>Refuses numbers that are no border mode.</summary>
    public static void ThrowIfNotDefined(BorderMode border, [CallerArgumentExpression(nameof(border))] string? name = null)
    {
        if (!Enum.IsDefined(border))
            throw new ArgumentOutOfRangeException(name, border, "Not a border mode.");
    }
}
