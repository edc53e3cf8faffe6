using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fer.Ml;

/// <summary>Arithmetic on vectors of doubles.</summary>
internal static class DenseVectors
{
    /// <summary>The sum of the products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        right = right[..left.Length];
        ReadOnlySpan<Vector<double>> lefts = MemoryMarshal.Cast<double, Vector<double>>(left);
        ReadOnlySpan<Vector<double>> rights = MemoryMarshal.Cast<double, Vector<double>>(right)[..lefts.Length];
        Vector<double> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        int i = 0;
        for (; i <= lefts.Length - 4; i += 4)
        {
            sum0 = Vector.FusedMultiplyAdd(lefts[i], rights[i], sum0);
            sum1 = Vector.FusedMultiplyAdd(lefts[i + 1], rights[i + 1], sum1);
            sum2 = Vector.FusedMultiplyAdd(lefts[i + 2], rights[i + 2], sum2);
            sum3 = Vector.FusedMultiplyAdd(lefts[i + 3], rights[i + 3], sum3);
        }

        for (; i < lefts.Length; i++)
            sum0 = Vector.FusedMultiplyAdd(lefts[i], rights[i], sum0);
        double sum = Vector.Sum((sum0 + sum1) + (sum2 + sum3));
        for (int rest = lefts.Length * Vector<double>.Count; rest < left.Length; rest++)
            sum += left[rest] * right[rest];
        return sum;
    }

    /// <summary>target += factor * values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(Span<double> target, double factor, ReadOnlySpan<double> values)
    {
        values = values[..target.Length];
        Span<Vector<double>> targets = MemoryMarshal.Cast<double, Vector<double>>(target);
        ReadOnlySpan<Vector<double>> additions = MemoryMarshal.Cast<double, Vector<double>>(values)[..targets.Length];
        var factors = new Vector<double>(factor);
        for (int i = 0; i < targets.Length; i++)
            targets[i] = Vector.FusedMultiplyAdd(additions[i], factors, targets[i]);
        for (int rest = targets.Length * Vector<double>.Count; rest < target.Length; rest++)
            target[rest] += factor * values[rest];
    }

    /// <summary>The greatest magnitude.</summary>
    public static double MaxMagnitude(ReadOnlySpan<double> values)
    {
        double greatest = 0;
        foreach (double value in values)
            greatest = Math.Max(greatest, Math.Abs(value));
        return greatest;
    }
}
