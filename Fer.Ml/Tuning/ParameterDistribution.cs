using System.Globalization;

namespace Fer.Ml;

/// <summary>Where a parameter's values come from: a list of them, or a range that is drawn from.</summary>
public sealed class ParameterDistribution
{
    private readonly Func<double, object>? _at;
    private readonly string _text;

    private ParameterDistribution(object[] values)
    {
        Values = values;
        _text = string.Join(' ', values.Select(ParameterSet.Text));
    }

    private ParameterDistribution(Func<double, object> at, string name, double low, double high) =>
        (_at, _text) = (at, string.Create(CultureInfo.InvariantCulture, $"{name} {low} {high}"));

    /// <summary>The values of a list; null of a range.</summary>
    internal IReadOnlyList<object>? Values { get; }

    /// <summary>A list of values, each equally likely.</summary>
    /// <param name="values">At least one; no two may be written alike, since tables tell candidates apart by them.</param>
    public static ParameterDistribution Choice(params object[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length == 0 || values.Contains(null))
            throw new ArgumentException("A choice needs one value at least, and none that is null.", nameof(values));
        string? twice = values.Select(ParameterSet.Text).GroupBy(text => text, StringComparer.Ordinal)
            .FirstOrDefault(group => group.Count() > 1)?.Key;
        return twice is null
            ? new ParameterDistribution([.. values])
            : throw new ArgumentException(
                $"Two values are written '{twice}'; take different ones, or give their type a ToString.", nameof(values));
    }

    /// <summary>A number between two, evenly: SciPy's <c>uniform</c>.</summary>
    /// <param name="low">The least, included.</param>
    /// <param name="high">The greatest, not included.</param>
    public static ParameterDistribution Uniform(double low, double high)
    {
        CheckRange(low, high, low < high);
        return new ParameterDistribution(share => low + share * (high - low), "uniform", low, high);
    }

    /// <summary>A number between two, its logarithm evenly: SciPy's <c>loguniform</c>.</summary>
    /// <param name="low">The least, included; above 0.</param>
    /// <param name="high">The greatest, not included.</param>
    public static ParameterDistribution LogUniform(double low, double high)
    {
        CheckRange(low, high, low > 0 && low < high);
        double ratio = Math.Log(high / low);
        return new ParameterDistribution(share => Math.Clamp(low * Math.Exp(share * ratio), low, high), "log-uniform", low, high);
    }

    /// <summary>A whole number (<see cref="int"/>) between two, evenly: SciPy's <c>randint</c>.</summary>
    /// <param name="low">The least, included.</param>
    /// <param name="high">The greatest, not included.</param>
    public static ParameterDistribution Integers(int low, int high)
    {
        CheckRange(low, high, low < high);
        return new ParameterDistribution(share => (int)(low + Math.Floor(share * ((double)high - low))), "integers", low, high);
    }

    /// <summary>Draws a value.</summary>
    internal object Draw(ref RandomGenerator random) => Values is null ? _at!(random.NextDouble()) : Values[random.Next(Values.Count)];

    /// <summary>What it draws from.</summary>
    public override string ToString() => _text;

    private static void CheckRange(double low, double high, bool valid)
    {
        if (!valid || !double.IsFinite(low) || !double.IsFinite(high))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"There is no range from {low} to {high} to draw from."), nameof(high));
        }
    }
}
