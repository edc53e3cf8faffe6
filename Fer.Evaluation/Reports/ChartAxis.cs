using System.Globalization;

namespace Fer.Evaluation;

/// <summary>The range of an axis, with its ticks at round values.</summary>
internal sealed class ChartAxis
{
    private readonly bool _logarithmic;

    private ChartAxis(string label, double min, double max, IReadOnlyList<ChartTick> ticks, bool logarithmic = false)
    {
        Label = label;
        Min = min;
        Max = max;
        Ticks = ticks;
        _logarithmic = logarithmic;
    }

    public string Label { get; }

    public double Min { get; }

    public double Max { get; }

    public IReadOnlyList<ChartTick> Ticks { get; }

    /// <summary>Where a value lies between the axis's ends: 0 to 1.</summary>
    public double Position(double value) =>
        _logarithmic ? (Math.Log(value) - Math.Log(Min)) / (Math.Log(Max) - Math.Log(Min)) : (value - Min) / (Max - Min);

    /// <summary>From 0% to 100%.</summary>
    public static ChartAxis Share(string label, double step = 0.2)
    {
        int count = (int)Math.Round(1 / step);
        return new ChartAxis(label, 0, 1, [.. Enumerable.Range(0, count + 1).Select(i => Percent(i * step, step))]);
    }

    /// <summary>Wide enough for the values, ends at round values, as numbers.</summary>
    public static ChartAxis Fit(string label, IEnumerable<double> values) => Fit(label, values, Number);

    /// <summary>Wide enough for the values, ends at round values, as percentages.</summary>
    public static ChartAxis FitShare(string label, IEnumerable<double> values) => Fit(label, values, Percent);

    /// <summary>Exactly from the first to the last whole number, with ticks at round ones.</summary>
    public static ChartAxis Whole(string label, int first, int last)
    {
        int max = Math.Max(last, first + 1);
        int step = Math.Max(1, (int)Math.Ceiling(RoundStep((max - first) / 7.0)));
        var ticks = Enumerable.Range(first, max - first + 1).Where(value => value % step == 0 || step == 1);
        return new ChartAxis(label, first, max, [.. ticks.Select(value => Number(value, 1))]);
    }

    /// <summary>Powers of ten around the values, which must be greater than 0.</summary>
    public static ChartAxis Decades(string label, IReadOnlyList<double> values)
    {
        int first = (int)Math.Floor(Math.Log10(values.Min()) + 1e-9);
        int last = Math.Max(first + 1, (int)Math.Ceiling(Math.Log10(values.Max()) - 1e-9));
        int step = Math.Max(1, (last - first) / 6);
        var ticks = Enumerable.Range(first, last - first + 1).Where(power => (power - first) % step == 0);
        return new ChartAxis(label, Math.Pow(10, first), Math.Pow(10, last),
            [.. ticks.Select(power => new ChartTick(Math.Pow(10, power), $"1e{power}"))], logarithmic: true);
    }

    private static ChartAxis Fit(string label, IEnumerable<double> values, Func<double, double, ChartTick> tick)
    {
        double[] finite = [.. values.Where(double.IsFinite).DefaultIfEmpty(0)];
        double min = finite.Min();
        double max = finite.Max();
        if (max - min < 1e-9 * Math.Max(1, Math.Abs(max)))
            (min, max) = (min - 0.05 * Math.Max(1, Math.Abs(min)), max + 0.05 * Math.Max(1, Math.Abs(max)));
        double step = RoundStep((max - min) / 5);
        double first = Math.Floor(min / step + 1e-9);
        double last = Math.Ceiling(max / step - 1e-9);
        int count = (int)(last - first) + 1;
        return new ChartAxis(label, first * step, last * step, [.. Enumerable.Range(0, count).Select(i => tick((first + i) * step, step))]);
    }

    // The smallest of 1, 2, 2.5 and 5 times a power of ten that is not less.
    private static double RoundStep(double atLeast)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(atLeast)));
        foreach (double factor in (ReadOnlySpan<double>)[1, 2, 2.5, 5])
        {
            if (factor * power >= atLeast * (1 - 1e-9))
                return factor * power;
        }

        return 10 * power;
    }

    private static ChartTick Number(double value, double step) => new(value, value.ToString(Format(step), CultureInfo.InvariantCulture));

    private static ChartTick Percent(double value, double step) =>
        new(value, (100 * value).ToString(Format(100 * step), CultureInfo.InvariantCulture) + "%");

    // As many decimals as the step has. The third section, for zero, keeps "-0" away.
    private static string Format(double step)
    {
        int decimals = 0;
        while (decimals < 6 && Math.Abs(step - Math.Round(step)) > 1e-6 * step)
        {
            step *= 10;
            decimals++;
        }

        string digits = decimals == 0 ? "0" : "0." + new string('0', decimals);
        return step >= 1e6 ? "0.##e0" : $"{digits};-{digits};{digits}";
    }
}
