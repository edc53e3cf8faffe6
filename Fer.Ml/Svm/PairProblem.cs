using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Fer.Ml;

/// <summary>
/// The separation of two classes by sequential minimal optimisation: again and again the two rows that violate the optimality
/// conditions most are moved to where they do so no longer (Fan, Chen and Lin, 2005).
/// </summary>
/// <remarks>
/// With y = 1 for rows of the first class and -1 for the second's, a row's pull is y times LIBSVM's alpha, and its slope y times
/// LIBSVM's gradient: so the signs of classes vanish from all loops over the rows. Rows are padded to whole registers by such that
/// may move neither way.
/// </remarks>
internal sealed class PairProblem
{
    /// <summary>The memory for kernel values of all pairs at work together: scikit-learn's default cache.</summary>
    public const long CacheBytes = 200L << 20;

    private const double LeastCurvature = 1e-12;
    private const double Never = double.NegativeInfinity;

    private readonly int[] _rows;
    private readonly KernelRows _kernel;
    private readonly double[] _signs;
    private readonly double[] _bounds;
    private readonly double[] _pulls; // from 0 to the bound times the sign
    private readonly double[] _slopes;
    private readonly double[] _mayRise; // 0 for rows whose pull may rise, negative infinity for others
    private readonly double[] _mayFall;

    public PairProblem(TrainingData data, KernelFunction kernel, int[] first, int[] second, double c, long cacheBytes)
    {
        _rows = [.. first, .. second];
        _kernel = new KernelRows(data, kernel, _rows, cacheBytes);
        int padded = DenseKernel.Padded(_rows.Length);
        _signs = new double[padded];
        _bounds = new double[padded];
        _pulls = new double[padded];
        _slopes = new double[padded];
        _mayRise = new double[padded];
        _mayFall = new double[padded];
        Array.Fill(_mayRise, Never);
        Array.Fill(_mayFall, Never);
        for (int i = 0; i < _rows.Length; i++)
        {
            _signs[i] = i < first.Length ? 1 : -1;
            _bounds[i] = c * data.Weights[_rows[i]];
            _slopes[i] = -_signs[i];
            Limit(i);
        }
    }

    /// <summary>Solves the problem.</summary>
    /// <param name="tolerance">How far the optimality conditions may be violated.</param>
    /// <param name="maxIterations">The most iterations.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public PairSolution Solve(double tolerance, int maxIterations, CancellationToken cancellationToken)
    {
        for (int iteration = 0; iteration < maxIterations; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int rising = FindRising(out double greatest);
            if (rising < 0)
                break;
            float[] risingRow = _kernel.Row(rising);
            int falling = FindFalling(rising, risingRow, greatest, out double leastSlope);
            if (falling < 0 || greatest + leastSlope < tolerance)
                break;
            Move(rising, falling, risingRow);
        }

        return new PairSolution(_pulls[.._rows.Length], Offset());
    }

    /// <summary>The row that gains most by rising: of those that may, the one of the least slope.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FindRising(out double greatest)
    {
        ref double slope = ref MemoryMarshal.GetArrayDataReference(_slopes);
        ref double rise = ref MemoryMarshal.GetArrayDataReference(_mayRise);
        Vector512<double> best = Vector512.Create(Never);
        Vector512<double> places = Vector512.Create(-1.0);
        Vector512<double> current = Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7);
        for (int i = 0; i < _slopes.Length; i += Vector512<double>.Count)
        {
            Vector512<double> gain = Vector512.LoadUnsafe(ref rise, (nuint)i) - Vector512.LoadUnsafe(ref slope, (nuint)i);
            Vector512<double> better = Vector512.GreaterThan(gain, best);
            best = Vector512.ConditionalSelect(better, gain, best);
            places = Vector512.ConditionalSelect(better, current, places);
            current += Vector512.Create(8.0);
        }

        return First(best, places, out greatest);
    }

    /// <summary>The row to fall against a rising one: of those that may, the one by which the objective gains most.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FindFalling(int rising, float[] risingRow, double greatest, out double leastSlope)
    {
        ref double slope = ref MemoryMarshal.GetArrayDataReference(_slopes);
        ref double fall = ref MemoryMarshal.GetArrayDataReference(_mayFall);
        ref double diagonal = ref MemoryMarshal.GetArrayDataReference(_kernel.Diagonal);
        ref float values = ref MemoryMarshal.GetArrayDataReference(risingRow);
        Vector512<double> own = Vector512.Create(_kernel.Diagonal[rising]);
        Vector512<double> best = Vector512<double>.Zero;
        Vector512<double> places = Vector512.Create(-1.0);
        Vector512<double> current = Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7);
        Vector512<double> slopes = Vector512.Create(Never);
        for (int i = 0; i < _slopes.Length; i += Vector512<double>.Count)
        {
            Vector512<double> candidate = Vector512.LoadUnsafe(ref slope, (nuint)i) + Vector512.LoadUnsafe(ref fall, (nuint)i);
            slopes = Vector512.Max(slopes, candidate);
            Vector512<double> violation = Vector512.Max(candidate + Vector512.Create(greatest), Vector512<double>.Zero);
            (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(Vector256.LoadUnsafe(ref values, (nuint)i));
            Vector512<double> curvature = own + Vector512.LoadUnsafe(ref diagonal, (nuint)i) - 2 * Vector512.Create(lower, upper);
            curvature = Vector512.ConditionalSelect(
                Vector512.GreaterThan(curvature, Vector512<double>.Zero), curvature, Vector512.Create(LeastCurvature));
            Vector512<double> gain = violation * violation / curvature;
            Vector512<double> better = Vector512.GreaterThan(gain, best);
            best = Vector512.ConditionalSelect(better, gain, best);
            places = Vector512.ConditionalSelect(better, current, places);
            current += Vector512.Create(8.0);
        }

        First(slopes, places, out leastSlope);
        return First(best, places, out _);
    }

    /// <summary>The greatest of eight values, and the first of the places that have it.</summary>
    private static int First(Vector512<double> values, Vector512<double> places, out double greatest)
    {
        greatest = values[0];
        double place = places[0];
        for (int lane = 1; lane < Vector512<double>.Count; lane++)
        {
            if (values[lane] > greatest || (values[lane] == greatest && places[lane] >= 0 && (places[lane] < place || place < 0)))
            {
                greatest = values[lane];
                place = places[lane];
            }
        }

        return double.IsNegativeInfinity(greatest) ? -1 : (int)place;
    }

    /// <summary>Moves two rows against each other, as far as the objective gains and their bounds allow.</summary>
    private void Move(int rising, int falling, float[] risingRow)
    {
        float[] fallingRow = _kernel.Row(falling);
        double curvature = _kernel.Diagonal[rising] + _kernel.Diagonal[falling] - 2 * (double)risingRow[falling];
        double step = (_slopes[falling] - _slopes[rising]) / (curvature > 0 ? curvature : LeastCurvature);
        double riseRoom = Upper(rising) - _pulls[rising];
        double fallRoom = _pulls[falling] - Lower(falling);
        bool riseEnds = riseRoom <= step, fallEnds = fallRoom <= step;
        step = Math.Min(step, Math.Min(riseRoom, fallRoom));
        _pulls[rising] = riseEnds && riseRoom <= fallRoom ? Upper(rising) : _pulls[rising] + step;
        _pulls[falling] = fallEnds && fallRoom <= riseRoom ? Lower(falling) : _pulls[falling] - step;
        Limit(rising);
        Limit(falling);
        AddDifference(risingRow, fallingRow, step);
    }

    /// <summary>slopes += step * (rising - falling).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddDifference(float[] risingRow, float[] fallingRow, double step)
    {
        ref double slope = ref MemoryMarshal.GetArrayDataReference(_slopes);
        ref float rising = ref MemoryMarshal.GetArrayDataReference(risingRow);
        ref float falling = ref MemoryMarshal.GetArrayDataReference(fallingRow);
        Vector512<double> factor = Vector512.Create(step);
        for (int i = 0; i < _slopes.Length; i += Vector512<double>.Count)
        {
            (Vector256<double> lower1, Vector256<double> upper1) = Vector256.Widen(Vector256.LoadUnsafe(ref rising, (nuint)i));
            (Vector256<double> lower2, Vector256<double> upper2) = Vector256.Widen(Vector256.LoadUnsafe(ref falling, (nuint)i));
            Vector512<double> difference = Vector512.Create(lower1 - lower2, upper1 - upper2);
            (Vector512.LoadUnsafe(ref slope, (nuint)i) + factor * difference).StoreUnsafe(ref slope, (nuint)i);
        }
    }

    private double Upper(int row) => _signs[row] > 0 ? _bounds[row] : 0;

    private double Lower(int row) => _signs[row] > 0 ? 0 : -_bounds[row];

    private void Limit(int row)
    {
        _mayRise[row] = _pulls[row] < Upper(row) ? 0 : Never;
        _mayFall[row] = _pulls[row] > Lower(row) ? 0 : Never;
    }

    /// <summary>LIBSVM's rho: the mean slope of the rows within their bounds, or else the middle of what the others allow.</summary>
    private double Offset()
    {
        double sum = 0, upper = double.PositiveInfinity, lower = Never;
        int free = 0;
        for (int i = 0; i < _rows.Length; i++)
        {
            bool rises = _mayRise[i] == 0, falls = _mayFall[i] == 0;
            if (rises && falls)
            {
                sum += _slopes[i];
                free++;
            }
            else if (rises)
            {
                upper = Math.Min(upper, _slopes[i]);
            }
            else
            {
                lower = Math.Max(lower, _slopes[i]);
            }
        }

        return free > 0 ? sum / free : (upper + lower) / 2;
    }
}
