using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Fer.Ml;

/// <summary>Rows of floats to rows of doubles, on the way to <see cref="DenseKernel"/>.</summary>
internal static class DenseRows
{
    /// <summary>destination = factor * (row - means).</summary>
    /// <param name="row">A row of the table.</param>
    /// <param name="means">As many, or none to subtract nothing.</param>
    /// <param name="factor">What the differences are multiplied with.</param>
    /// <param name="destination">As many, or more: the rest is left as it is.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Convert(ReadOnlySpan<float> row, ReadOnlySpan<double> means, double factor, Span<double> destination)
    {
        destination = destination[..row.Length];
        if (means.Length < row.Length && !means.IsEmpty)
            throw new ArgumentException($"{means.Length} means for {row.Length} columns.", nameof(means));
        ref float source = ref MemoryMarshal.GetReference(row);
        ref double mean = ref MemoryMarshal.GetReference(means);
        ref double target = ref MemoryMarshal.GetReference(destination);
        int column = 0;
        if (means.IsEmpty)
        {
            for (; column <= row.Length - Vector512<float>.Count; column += Vector512<float>.Count)
            {
                (Vector512<double> lower, Vector512<double> upper) = Vector512.Widen(Vector512.LoadUnsafe(ref source, (nuint)column));
                (lower * factor).StoreUnsafe(ref target, (nuint)column);
                (upper * factor).StoreUnsafe(ref target, (nuint)column + 8);
            }

            for (; column < row.Length; column++)
                destination[column] = factor * row[column];
            return;
        }

        for (; column <= row.Length - Vector512<float>.Count; column += Vector512<float>.Count)
        {
            (Vector512<double> lower, Vector512<double> upper) = Vector512.Widen(Vector512.LoadUnsafe(ref source, (nuint)column));
            ((lower - Vector512.LoadUnsafe(ref mean, (nuint)column)) * factor).StoreUnsafe(ref target, (nuint)column);
            ((upper - Vector512.LoadUnsafe(ref mean, (nuint)column + 8)) * factor).StoreUnsafe(ref target, (nuint)column + 8);
        }

        for (; column < row.Length; column++)
            destination[column] = factor * (row[column] - means[column]);
    }

    /// <summary>sums += weight * row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(Span<double> sums, double weight, ReadOnlySpan<float> row)
    {
        row = row[..sums.Length];
        ref float source = ref MemoryMarshal.GetReference(row);
        ref double target = ref MemoryMarshal.GetReference(sums);
        Vector512<double> weights = Vector512.Create(weight);
        int column = 0;
        for (; column <= row.Length - Vector512<float>.Count; column += Vector512<float>.Count)
        {
            (Vector512<double> lower, Vector512<double> upper) = Vector512.Widen(Vector512.LoadUnsafe(ref source, (nuint)column));
            Vector512.FusedMultiplyAdd(lower, weights, Vector512.LoadUnsafe(ref target, (nuint)column))
                .StoreUnsafe(ref target, (nuint)column);
            Vector512.FusedMultiplyAdd(upper, weights, Vector512.LoadUnsafe(ref target, (nuint)column + 8))
                .StoreUnsafe(ref target, (nuint)column + 8);
        }

        for (; column < row.Length; column++)
            sums[column] += weight * row[column];
    }

    /// <summary>sums += weight * (row - means)^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddSquares(Span<double> sums, double weight, ReadOnlySpan<float> row, ReadOnlySpan<double> means)
    {
        row = row[..sums.Length];
        means = means[..sums.Length];
        ref float source = ref MemoryMarshal.GetReference(row);
        ref double mean = ref MemoryMarshal.GetReference(means);
        ref double target = ref MemoryMarshal.GetReference(sums);
        int column = 0;
        for (; column <= row.Length - Vector512<float>.Count; column += Vector512<float>.Count)
        {
            (Vector512<double> lower, Vector512<double> upper) = Vector512.Widen(Vector512.LoadUnsafe(ref source, (nuint)column));
            lower -= Vector512.LoadUnsafe(ref mean, (nuint)column);
            upper -= Vector512.LoadUnsafe(ref mean, (nuint)column + 8);
            (Vector512.LoadUnsafe(ref target, (nuint)column) + lower * lower * weight).StoreUnsafe(ref target, (nuint)column);
            (Vector512.LoadUnsafe(ref target, (nuint)column + 8) + upper * upper * weight).StoreUnsafe(ref target, (nuint)column + 8);
        }

        for (; column < row.Length; column++)
        {
            double difference = row[column] - means[column];
            sums[column] += difference * difference * weight;
        }
    }

    /// <summary>The sum of factors * (row - means)^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SumOfSquares(ReadOnlySpan<float> row, ReadOnlySpan<double> means, ReadOnlySpan<double> factors)
    {
        means = means[..row.Length];
        factors = factors[..row.Length];
        ref float source = ref MemoryMarshal.GetReference(row);
        ref double mean = ref MemoryMarshal.GetReference(means);
        ref double factor = ref MemoryMarshal.GetReference(factors);
        Vector512<double> lowerSum = default, upperSum = default;
        int column = 0;
        for (; column <= row.Length - Vector512<float>.Count; column += Vector512<float>.Count)
        {
            (Vector512<double> lower, Vector512<double> upper) = Vector512.Widen(Vector512.LoadUnsafe(ref source, (nuint)column));
            lower -= Vector512.LoadUnsafe(ref mean, (nuint)column);
            upper -= Vector512.LoadUnsafe(ref mean, (nuint)column + 8);
            lowerSum += lower * lower * Vector512.LoadUnsafe(ref factor, (nuint)column);
            upperSum += upper * upper * Vector512.LoadUnsafe(ref factor, (nuint)column + 8);
        }

        double sum = Vector512.Sum(lowerSum + upperSum);
        for (; column < row.Length; column++)
        {
            double difference = row[column] - means[column];
            sum += difference * difference * factors[column];
        }

        return sum;
    }

    /// <summary>The sum of the squared differences of two rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SquaredDistance(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        right = right[..left.Length];
        ref float first = ref MemoryMarshal.GetReference(left);
        ref float second = ref MemoryMarshal.GetReference(right);
        Vector512<double> lowerSum = default, upperSum = default;
        int column = 0;
        for (; column <= left.Length - Vector512<float>.Count; column += Vector512<float>.Count)
        {
            (Vector512<double> lower1, Vector512<double> upper1) = Vector512.Widen(Vector512.LoadUnsafe(ref first, (nuint)column));
            (Vector512<double> lower2, Vector512<double> upper2) = Vector512.Widen(Vector512.LoadUnsafe(ref second, (nuint)column));
            lower1 -= lower2;
            upper1 -= upper2;
            lowerSum = Vector512.FusedMultiplyAdd(lower1, lower1, lowerSum);
            upperSum = Vector512.FusedMultiplyAdd(upper1, upper1, upperSum);
        }

        double sum = Vector512.Sum(lowerSum + upperSum);
        for (; column < left.Length; column++)
        {
            double difference = (double)left[column] - right[column];
            sum += difference * difference;
        }

        return sum;
    }

    /// <summary>The sum of the products of two rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        right = right[..left.Length];
        ref float first = ref MemoryMarshal.GetReference(left);
        ref float second = ref MemoryMarshal.GetReference(right);
        Vector512<double> lowerSum = default, upperSum = default;
        int column = 0;
        for (; column <= left.Length - Vector512<float>.Count; column += Vector512<float>.Count)
        {
            (Vector512<double> lower1, Vector512<double> upper1) = Vector512.Widen(Vector512.LoadUnsafe(ref first, (nuint)column));
            (Vector512<double> lower2, Vector512<double> upper2) = Vector512.Widen(Vector512.LoadUnsafe(ref second, (nuint)column));
            lowerSum = Vector512.FusedMultiplyAdd(lower1, lower2, lowerSum);
            upperSum = Vector512.FusedMultiplyAdd(upper1, upper2, upperSum);
        }

        double sum = Vector512.Sum(lowerSum + upperSum);
        for (; column < left.Length; column++)
            sum += (double)left[column] * right[column];
        return sum;
    }
}
