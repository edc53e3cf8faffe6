using System.Globalization;

namespace Fer.Ml;

/// <summary>How many features a node looks at to find its split, drawn anew for each node: scikit-learn's <c>max_features</c>.</summary>
/// <remarks>When all of those drawn are constant in the node, it goes on drawing until one is not.</remarks>
public sealed record MaxFeatures
{
    private readonly string _name;
    private readonly Func<int, int> _count;

    private MaxFeatures(string name, Func<int, int> count)
    {
        _name = name;
        _count = count;
    }

    /// <summary>Every feature.</summary>
    public static MaxFeatures All { get; } = new("all", columns => columns);

    /// <summary>The square root of their number, rounded down.</summary>
    public static MaxFeatures Sqrt { get; } = new("sqrt", columns => (int)Math.Sqrt(columns));

    /// <summary>The binary logarithm of their number, rounded down.</summary>
    public static MaxFeatures Log2 { get; } = new("log2", columns => (int)Math.Log2(columns));

    /// <summary>So many, or all if there are fewer.</summary>
    public static MaxFeatures Count(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new MaxFeatures(count.ToString(CultureInfo.InvariantCulture), columns => Math.Min(count, columns));
    }

    /// <summary>This part of them, above 0 and up to 1, rounded down.</summary>
    public static MaxFeatures Fraction(double fraction) =>
        fraction is > 0 and <= 1
            ? new MaxFeatures(fraction.ToString(CultureInfo.InvariantCulture) + " of all", columns => (int)(fraction * columns))
            : throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "A part of the features is above 0 and at most 1.");

    /// <summary>The number for a table, at least 1.</summary>
    internal int Of(int columns) => Math.Max(1, _count(columns));

    /// <inheritdoc/>
    public bool Equals(MaxFeatures? other) => other is not null && _name == other._name;

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_name);

    /// <inheritdoc/>
    public override string ToString() => _name;
}
