namespace Fer;

/// <summary>A block of 32-bit values with dimensions, in C order (the last dimension varies fastest), as PyTorch keeps weights.</summary>
public sealed class Tensor
{
    /// <summary>Wraps values without copying them.</summary>
    /// <param name="dimensions">The lengths of the dimensions; empty for a single value.</param>
    /// <param name="values">As many values as the dimensions' product.</param>
    public Tensor(IReadOnlyList<int> dimensions, float[] values)
    {
        ArgumentNullException.ThrowIfNull(dimensions);
        ArgumentNullException.ThrowIfNull(values);
        long size = dimensions.Aggregate(1L, (product, length) => checked(product * length));
        if (dimensions.Any(length => length < 0) || size != values.Length)
            throw new ArgumentException($"{values.Length} values do not fill the dimensions [{string.Join(", ", dimensions)}].");
        Dimensions = dimensions;
        Values = values;
    }

    /// <summary>The lengths of the dimensions.</summary>
    public IReadOnlyList<int> Dimensions { get; }

    /// <summary>The values.</summary>
    public float[] Values { get; }
}
