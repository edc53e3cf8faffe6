using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fer.Ml;

/// <summary>
/// A few linear scores of each row, straight from the floats: four rows by four scores at a time, so that sixteen sums hide each other's
/// latency and a row is widened to doubles in registers only.
/// </summary>
internal sealed class RowScores
{
    private const int Tile = 4;

    private readonly int _columns;
    private readonly int _scores;
    private readonly double[] _coefficients; // scores, and zeros up to whole tiles, x columns
    private readonly double[] _intercepts;

    /// <summary>Packs coefficients.</summary>
    /// <param name="coefficients">Scores x columns.</param>
    /// <param name="columns">The columns of a row.</param>
    /// <param name="intercepts">What is added to each score.</param>
    public RowScores(double[] coefficients, int columns, double[] intercepts)
    {
        _columns = columns;
        _scores = intercepts.Length;
        int padded = (_scores + Tile - 1) / Tile * Tile;
        _coefficients = new double[padded * columns];
        coefficients.CopyTo(_coefficients, 0);
        _intercepts = new double[padded];
        intercepts.CopyTo(_intercepts, 0);
    }

    /// <summary>Computes the scores of some rows.</summary>
    /// <param name="rows">Rows x columns.</param>
    /// <param name="result">Rows x scores.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // a model may predict only once
    public void Compute(ReadOnlySpan<float> rows, Span<double> result)
    {
        int count = rows.Length / _columns;
        Span<double> sums = stackalloc double[Tile * Tile];
        for (int row = 0; row < count; row += Tile)
        {
            // The last rows are computed beside the ones before them, or several times over; a row's bits are the same in any company.
            int first = Math.Max(0, Math.Min(row, count - Tile));
            for (int score = 0; score < _scores; score += Tile)
            {
                AddUp(rows, first, Math.Min(count - 1, 3), score, sums);
                int width = Math.Min(Tile, _scores - score);
                for (int i = 0; i < Math.Min(Tile, count); i++)
                {
                    for (int j = 0; j < width; j++)
                        result[(first + i) * _scores + score + j] = sums[i * Tile + j] + _intercepts[score + j];
                }
            }
        }
    }

    /// <summary>The products of four rows with the coefficients of four scores, summed: rows x scores.</summary>
    /// <param name="rows">Rows x columns.</param>
    /// <param name="first">The first of the four rows.</param>
    /// <param name="last">How far behind it the last one may be; the others stop there, too.</param>
    /// <param name="score">The first of the four scores.</param>
    /// <param name="sums">Where the sums go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddUp(ReadOnlySpan<float> rows, int first, int last, int score, Span<double> sums)
    {
        int columns = _columns;
        ReadOnlySpan<float> own = rows.Slice(first * columns, (last + 1) * columns);
        ReadOnlySpan<double> coefficients = _coefficients.AsSpan(score * columns, Tile * columns);
        ref float x0 = ref MemoryMarshal.GetReference(own);
        ref float x1 = ref Unsafe.Add(ref x0, Math.Min(1, last) * columns);
        ref float x2 = ref Unsafe.Add(ref x0, Math.Min(2, last) * columns);
        ref float x3 = ref Unsafe.Add(ref x0, last * columns);
        ref double w0 = ref MemoryMarshal.GetReference(coefficients);
        ref double w1 = ref Unsafe.Add(ref w0, columns);
        ref double w2 = ref Unsafe.Add(ref w1, columns);
        ref double w3 = ref Unsafe.Add(ref w2, columns);
        Vector512<double> s00 = default, s01 = default, s02 = default, s03 = default;
        Vector512<double> s10 = default, s11 = default, s12 = default, s13 = default;
        Vector512<double> s20 = default, s21 = default, s22 = default, s23 = default;
        Vector512<double> s30 = default, s31 = default, s32 = default, s33 = default;
        nuint column = 0;
        for (; column + 8 <= (nuint)columns; column += 8)
        {
            Vector512<double> c0 = Vector512.LoadUnsafe(ref w0, column), c1 = Vector512.LoadUnsafe(ref w1, column);
            Vector512<double> c2 = Vector512.LoadUnsafe(ref w2, column), c3 = Vector512.LoadUnsafe(ref w3, column);
            Vector512<double> x = Widen(ref x0, column);
            s00 = Vector512.FusedMultiplyAdd(x, c0, s00);
            s01 = Vector512.FusedMultiplyAdd(x, c1, s01);
            s02 = Vector512.FusedMultiplyAdd(x, c2, s02);
            s03 = Vector512.FusedMultiplyAdd(x, c3, s03);
            x = Widen(ref x1, column);
            s10 = Vector512.FusedMultiplyAdd(x, c0, s10);
            s11 = Vector512.FusedMultiplyAdd(x, c1, s11);
            s12 = Vector512.FusedMultiplyAdd(x, c2, s12);
            s13 = Vector512.FusedMultiplyAdd(x, c3, s13);
            x = Widen(ref x2, column);
            s20 = Vector512.FusedMultiplyAdd(x, c0, s20);
            s21 = Vector512.FusedMultiplyAdd(x, c1, s21);
            s22 = Vector512.FusedMultiplyAdd(x, c2, s22);
            s23 = Vector512.FusedMultiplyAdd(x, c3, s23);
            x = Widen(ref x3, column);
            s30 = Vector512.FusedMultiplyAdd(x, c0, s30);
            s31 = Vector512.FusedMultiplyAdd(x, c1, s31);
            s32 = Vector512.FusedMultiplyAdd(x, c2, s32);
            s33 = Vector512.FusedMultiplyAdd(x, c3, s33);
        }

        Sum(s00, s01, s02, s03).CopyTo(sums);
        Sum(s10, s11, s12, s13).CopyTo(sums[Tile..]);
        Sum(s20, s21, s22, s23).CopyTo(sums[(2 * Tile)..]);
        Sum(s30, s31, s32, s33).CopyTo(sums[(3 * Tile)..]);
        for (int rest = (int)column; rest < columns; rest++)
        {
            for (int j = 0; j < Tile; j++)
            {
                double coefficient = coefficients[j * columns + rest];
                sums[j] += coefficient * Unsafe.Add(ref x0, rest);
                sums[Tile + j] += coefficient * Unsafe.Add(ref x1, rest);
                sums[2 * Tile + j] += coefficient * Unsafe.Add(ref x2, rest);
                sums[3 * Tile + j] += coefficient * Unsafe.Add(ref x3, rest);
            }
        }
    }

    /// <summary>Eight floats as doubles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Widen(ref float values, nuint column)
    {
        Vector256<float> floats = Vector256.LoadUnsafe(ref values, column);
        return Avx512F.IsSupported
            ? Avx512F.ConvertToVector512Double(floats)
            : Vector512.Create(Vector256.WidenLower(floats), Vector256.WidenUpper(floats));
    }

    /// <summary>The sums of the elements of four vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Sum(Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d) =>
        Vector256.Create(Sum(a), Sum(b), Sum(c), Sum(d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum(Vector512<double> values)
    {
        Vector256<double> four = values.GetLower() + values.GetUpper();
        Vector128<double> two = four.GetLower() + four.GetUpper();
        return two.ToScalar() + two.GetElement(1);
    }
}
