using System.Globalization;

namespace Fer.Ml;

/// <summary>How much the rows of each class count: scikit-learn's <c>class_weight</c>. Multiplied with the samples' weights.</summary>
public sealed class ClassWeight
{
    private readonly double[]? _weights;

    private ClassWeight(double[]? weights) => _weights = weights;

    /// <summary>Each row counts 1.</summary>
    public static ClassWeight None { get; } = new(null);

    /// <summary>Rows / (classes present x rows of the class), so that every class has the same total.</summary>
    public static ClassWeight Balanced { get; } = new([]);

    /// <summary>A factor per class.</summary>
    /// <param name="weights">As many as there are classes, each finite and 0 or more.</param>
    public static ClassWeight Of(params double[] weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Length == 0 || Array.Exists(weights, weight => !(weight >= 0) || double.IsInfinity(weight)))
            throw new ArgumentException($"Class weights must be numbers from 0 on, not [{string.Join(", ", weights)}].", nameof(weights));
        return new ClassWeight([.. weights]);
    }

    /// <summary>"none", "balanced" or the factors.</summary>
    public override string ToString() => _weights switch
    {
        null => "none",
        [] => "balanced",
        _ => string.Join(' ', _weights.Select(weight => weight.ToString(CultureInfo.InvariantCulture))),
    };

    /// <summary>The factor of each class.</summary>
    /// <param name="rowsPerClass">The rows of each class.</param>
    /// <exception cref="ArgumentException">There are weights for another number of classes.</exception>
    internal double[] Factors(IReadOnlyList<int> rowsPerClass)
    {
        if (_weights is null)
            return [.. Enumerable.Repeat(1.0, rowsPerClass.Count)];
        if (_weights.Length == 0)
        {
            double share = (double)rowsPerClass.Sum() / rowsPerClass.Count(rows => rows > 0);
            return [.. rowsPerClass.Select(rows => rows == 0 ? 0 : share / rows)];
        }

        return _weights.Length == rowsPerClass.Count
            ? _weights
            : throw new ArgumentException(
                $"There are {_weights.Length} class weights for {rowsPerClass.Count} classes; give one per class.");
    }
}
