using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Fer.Ml;

/// <summary>Scores to probabilities.</summary>
internal static class Softmax
{
    private const double Least = -700; // exp of less is taken for 0

    /// <summary>Replaces scores by exp(score) / sum of exp, row by row; a score of negative infinity becomes 0.</summary>
    /// <param name="scores">Rows x classes, in each row at least one score that is finite.</param>
    /// <param name="classes">The scores of a row.</param>
    public static void NormalizeRows(Span<double> scores, int classes)
    {
        SubtractGreatest(scores, classes);
        Exp(scores);
        DivideBySum(scores, classes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // a model may predict only once
    private static void SubtractGreatest(Span<double> scores, int classes)
    {
        for (int first = 0; first < scores.Length; first += classes)
        {
            Span<double> row = scores.Slice(first, classes);
            double greatest = row[0];
            foreach (double score in row)
                greatest = double.MaxNative(score, greatest);
            foreach (ref double score in row)
                score -= greatest;
        }
    }

    /// <summary>Eight at a time, in each place the same bits as alone: what the vector function leaves its usual way for stays out of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Exp(Span<double> values)
    {
        ref double start = ref MemoryMarshal.GetReference(values);
        int i = 0;
        for (; i <= values.Length - Vector512<double>.Count; i += Vector512<double>.Count)
            Exp(Vector512.LoadUnsafe(ref start, (nuint)i)).StoreUnsafe(ref start, (nuint)i);
        if (i == values.Length)
            return;
        Span<double> rest = stackalloc double[Vector512<double>.Count];
        rest.Clear();
        values[i..].CopyTo(rest);
        Exp(Vector512.Create<double>(rest)).CopyTo(rest);
        rest[..(values.Length - i)].CopyTo(values[i..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Exp(Vector512<double> values)
    {
        Vector512<double> least = Vector512.Create(Least);
        Vector512<double> exponentials = Vector512.Exp(Vector512.MaxNative(values, least));
        return Vector512.ConditionalSelect(Vector512.LessThan(values, least), Vector512<double>.Zero, exponentials);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DivideBySum(Span<double> values, int classes)
    {
        for (int first = 0; first < values.Length; first += classes)
        {
            Span<double> row = values.Slice(first, classes);
            double sum = 0;
            foreach (double value in row)
                sum += value;
            foreach (ref double value in row)
                value /= sum;
        }
    }
}
