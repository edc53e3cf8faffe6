using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fer.Ml;

/// <summary>The places of the largest values, found without branches: which class is predicted cannot be foretold.</summary>
internal static class ArgMax
{
    private const int RowsTogether = 4;

    /// <summary>Finds the largest value of each row; the first of them when several are equal.</summary>
    /// <param name="values">Rows x columns; no NaN.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="places">One per row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // a model may predict only once
    public static void OfRows(ReadOnlySpan<double> values, int columns, Span<int> places)
    {
        for (int row = 0; row < places.Length; row += RowsTogether)
        {
            // Behind the last row, it is looked at again.
            int row1 = Math.Min(row + 1, places.Length - 1);
            int row2 = Math.Min(row + 2, places.Length - 1);
            int row3 = Math.Min(row + 3, places.Length - 1);
            ReadOnlySpan<double> values0 = values.Slice(row * columns, columns);
            ReadOnlySpan<double> values1 = values.Slice(row1 * columns, columns);
            ReadOnlySpan<double> values2 = values.Slice(row2 * columns, columns);
            ReadOnlySpan<double> values3 = values.Slice(row3 * columns, columns);
            Vector256<double> greatest = Vector256.Create(double.NegativeInfinity);
            Vector256<long> found = default;
            for (int i = 0; i < columns; i++)
            {
                var those = Vector256.Create(values0[i], values1[i], values2[i], values3[i]);
                Vector256<double> greater = Vector256.GreaterThan(those, greatest);
                greatest = Vector256.ConditionalSelect(greater, those, greatest);
                found = Vector256.ConditionalSelect(greater.AsInt64(), Vector256.Create((long)i), found);
            }

            (places[row], places[row1], places[row2], places[row3]) = ((int)found[0], (int)found[1], (int)found[2], (int)found[3]);
        }
    }
}
