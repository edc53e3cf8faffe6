using System.Globalization;

namespace Fer.Ml;

/// <summary>The coefficient of the radial basis function.</summary>
public sealed class Gamma
{
    private readonly string _name;
    private readonly Func<TrainingData, double> _value;

    private Gamma(string name, Func<TrainingData, double> value) => (_name, _value) = (name, value);

    /// <summary>1 / (features x variance of all values of the table).</summary>
    public static Gamma Scale { get; } = new("scale", ScaleOf);

    /// <summary>1 / features.</summary>
    public static Gamma Auto { get; } = new("auto", data => 1.0 / data.Columns);

    /// <summary>A fixed coefficient, above 0.</summary>
    public static Gamma Of(double value)
    {
        Setting.AboveZero(value, nameof(value));
        return new Gamma(value.ToString(CultureInfo.InvariantCulture), _ => value);
    }

    /// <summary>"scale", "auto" or the coefficient.</summary>
    public override string ToString() => _name;

    internal double Of(TrainingData data) => _value(data);

    private static double ScaleOf(TrainingData data)
    {
        double mean = 0;
        foreach (float value in data.Values)
            mean += value;
        mean /= data.Values.Length;
        double variance = 0;
        foreach (float value in data.Values)
            variance += (value - mean) * (value - mean);
        variance /= data.Values.Length;
        return variance > 0 ? 1 / (data.Columns * variance) : 1; // of a constant table, as scikit-learn
    }
}
