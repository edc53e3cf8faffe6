namespace Fer.Preprocessing;

/// <summary>
/// A sum in NumPy's order (Higham, "The accuracy of floating point summation", 1993), for the cases where the last bit decides how a
/// number is rounded.
/// </summary>
internal static class PairwiseSum
{
    public static double Of(ReadOnlySpan<double> values)
    {
        if (values.Length < 8)
        {
            double sum = 0;
            foreach (double value in values)
                sum += value;
            return sum;
        }

        if (values.Length <= 128)
        {
            Span<double> sums = stackalloc double[8];
            values[..8].CopyTo(sums);
            int i = 8;
            for (; i < values.Length - values.Length % 8; i++)
                sums[i % 8] += values[i];
            double sum = (sums[0] + sums[1] + (sums[2] + sums[3])) + (sums[4] + sums[5] + (sums[6] + sums[7]));
            for (; i < values.Length; i++)
                sum += values[i];
            return sum;
        }

        int half = values.Length / 2 / 8 * 8;
        return Of(values[..half]) + Of(values[half..]);
    }
}
