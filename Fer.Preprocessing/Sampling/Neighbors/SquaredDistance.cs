using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Fer.Preprocessing;

/// <summary>
/// The squared Euclidean distance of two rows in double precision, which is what decides between neighbours. Eight fixed partial
/// sums, so that it has the same bits on every machine.
/// </summary>
internal static class SquaredDistance
{
    public static double Of<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            return Of(MemoryMarshal.Cast<T, float>(a), MemoryMarshal.Cast<T, float>(b));
        if (typeof(T) == typeof(double))
            return Of(MemoryMarshal.Cast<T, double>(a), MemoryMarshal.Cast<T, double>(b));
        return Of(MemoryMarshal.Cast<T, byte>(a), MemoryMarshal.Cast<T, byte>(b));
    }

    private static double Of(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Vector512<double> sums = Vector512<double>.Zero;
        int i = 0;
        for (; i <= a.Length - 8; i += 8)
        {
            Vector512<double> difference = Widen(a.Slice(i, 8)) - Widen(b.Slice(i, 8));
            sums += difference * difference;
        }

        double sum = Vector512.Sum(sums);
        for (; i < a.Length; i++)
        {
            double difference = (double)a[i] - b[i];
            sum += difference * difference;
        }

        return sum;

        static Vector512<double> Widen(ReadOnlySpan<float> values)
        {
            (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(Vector256.Create(values));
            return Vector512.Create(lower, upper);
        }
    }

    private static double Of(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Vector512<double> sums = Vector512<double>.Zero;
        int i = 0;
        for (; i <= a.Length - 8; i += 8)
        {
            Vector512<double> difference = Vector512.Create(a.Slice(i, 8)) - Vector512.Create(b.Slice(i, 8));
            sums += difference * difference;
        }

        double sum = Vector512.Sum(sums);
        for (; i < a.Length; i++)
        {
            double difference = a[i] - b[i];
            sum += difference * difference;
        }

        return sum;
    }

    private static double Of(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        long sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            int difference = a[i] - b[i];
            sum += difference * difference;
        }

        return sum;
    }
}
