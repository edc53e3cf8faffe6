using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Fer.Ml;

/// <summary>Scores to probabilities and the cross-entropy of the right class, in registers.</summary>
internal static class LogisticFunctions
{
    private static readonly double[] s_padding = MakePadding();

    /// <summary>Replaces the one score of a row by the probability of the second class.</summary>
    /// <returns>The cross-entropy.</returns>
    public static double Sigmoid(Span<double> row, bool positive)
    {
        double score = row[0];
        double exponential = Math.Exp(-Math.Abs(score));
        row[0] = (score >= 0 ? 1 : exponential) / (1 + exponential);
        return Math.Log(1 + exponential) + Math.Max(score, 0) - (positive ? score : 0);
    }

    /// <summary>Replaces scores by probabilities, and the padding by zeros.</summary>
    /// <param name="row">Scores and padding, whole registers.</param>
    /// <param name="outputs">The scores.</param>
    /// <param name="label">The right class.</param>
    /// <returns>The cross-entropy.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Softmax(Span<double> row, int outputs, int label)
    {
        double score = row[label];
        ref double start = ref MemoryMarshal.GetReference(row);
        int last = row.Length - Vector512<double>.Count;
        Vector512<double> padding = Vector512.Create(s_padding.AsSpan(row.Length - outputs, Vector512<double>.Count));
        (Vector512.LoadUnsafe(ref start, (nuint)last) + padding).StoreUnsafe(ref start, (nuint)last);
        Vector512<double> maxima = Vector512.LoadUnsafe(ref start);
        for (int i = Vector512<double>.Count; i <= last; i += Vector512<double>.Count)
            maxima = Vector512.Max(maxima, Vector512.LoadUnsafe(ref start, (nuint)i));
        Vector256<double> four = Vector256.Max(maxima.GetLower(), maxima.GetUpper());
        Vector128<double> two = Vector128.Max(four.GetLower(), four.GetUpper());
        double greatest = Math.Max(two.ToScalar(), two.GetElement(1));

        Vector512<double> sums = default;
        for (int i = 0; i <= last; i += Vector512<double>.Count)
        {
            Vector512<double> exponentials = Vector512.Exp(Vector512.LoadUnsafe(ref start, (nuint)i) - Vector512.Create(greatest));
            sums += exponentials;
            exponentials.StoreUnsafe(ref start, (nuint)i);
        }

        double sum = Vector512.Sum(sums);
        double inverse = 1 / sum;
        for (int i = 0; i <= last; i += Vector512<double>.Count)
            (Vector512.LoadUnsafe(ref start, (nuint)i) * inverse).StoreUnsafe(ref start, (nuint)i);
        return Math.Log(sum) + greatest - score;
    }

    // Zeros, then negative infinities, which exp makes 0: eight from position n on end with n of them.
    private static double[] MakePadding()
    {
        var padding = new double[2 * Vector512<double>.Count];
        for (int i = 0; i < padding.Length; i++)
            padding[i] = i < Vector512<double>.Count ? 0 : double.NegativeInfinity;
        return padding;
    }
}
