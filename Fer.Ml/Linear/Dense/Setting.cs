namespace Fer.Ml;

/// <summary>Checks of learners' settings.</summary>
internal static class Setting
{
    /// <summary>The value, if it is a finite number from 0 on.</summary>
    public static double AtLeastZero(double value, string name) =>
        value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be a number from 0 on.");

    /// <summary>The value, if it is a finite number above 0.</summary>
    public static double AboveZero(double value, string name) =>
        value > 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be a number above 0.");

    /// <summary>The value, if it is 1 or more.</summary>
    public static int AtLeastOne(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        return value;
    }

    /// <summary>The value, if it is from 0 to 1.</summary>
    public static double Share(double value, string name) =>
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be from 0 to 1.");
}
