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
        if (dimensions.Any(length => length < 0) || !Fills(dimensions, values.Length))
            throw new ArgumentException($"{values.Length} values do not fill the dimensions [{string.Join(", ", dimensions)}].");
        Dimensions = dimensions;
        Values = values;
    }

    /// <summary>The lengths of the dimensions.</summary>
    public IReadOnlyList<int> Dimensions { get; }

    /// <summary>The values.</summary>
    public float[] Values { get; }

    // Without the product itself, which may be beyond any number type.
    private static bool Fills(IReadOnlyList<int> dimensions, int count)
    {
        if (dimensions.Contains(0))
            return count == 0;
        long size = 1;
        foreach (int length in dimensions)
        {
            size *= length;
            if (size > count)
                return false;
        }

        return size == count;
    }
}
