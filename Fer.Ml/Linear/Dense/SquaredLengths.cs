using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Fer.Ml;

/// <summary>
/// The squared lengths of rows that a matrix is applied to, |matrix * (row - means)|^2, for blocks of rows. Of outputs that the last
/// columns do not count for, as in triangular matrices, those columns are skipped.
/// </summary>
internal sealed class SquaredLengths
{
    private const int OutputsPerStrip = 24; // a strip of the kernel

    private readonly int _columns;
    private readonly int _width; // outputs, and zeros up to whole registers
    private readonly int _stride;
    private readonly double[] _matrix;
    private readonly double[] _means;
    private readonly Strip[] _strips;

    /// <summary>Packs a matrix.</summary>
    /// <param name="vectors">Outputs x columns: what each output multiplies a row with.</param>
    /// <param name="means">As many as columns.</param>
    public SquaredLengths(ReadOnlySpan<double> vectors, double[] means)
    {
        _columns = means.Length;
        int outputs = vectors.Length / _columns;
        _width = DenseKernel.Padded(outputs);
        _stride = DenseKernel.Stride(outputs);
        _matrix = new double[_columns * _stride];
        for (int output = 0; output < outputs; output++)
        {
            for (int column = 0; column < _columns; column++)
                _matrix[column * _stride + output] = vectors[output * _columns + column];
        }

        _means = means;
        _strips = CutStrips(vectors, outputs);
    }

    /// <summary>Computes the squared lengths of some rows.</summary>
    /// <param name="rows">Rows x columns.</param>
    /// <param name="result">One per row.</param>
    public void Compute(ReadOnlySpan<float> rows, Span<double> result)
    {
        int count = rows.Length / _columns;
        int padded = DenseKernel.Padded(count);
        int stride = DenseKernel.Stride(_columns);
        double[] block = ArrayPool<double>.Shared.Rent(padded * stride);
        double[] products = ArrayPool<double>.Shared.Rent(padded * OutputsPerStrip);
        for (int row = 0; row < count; row++)
            DenseRows.Convert(rows.Slice(row * _columns, _columns), _means, 1, block.AsSpan(row * stride, _columns));
        result[..count].Clear();
        foreach ((int start, int width, int depth) in _strips)
        {
            Array.Clear(products, 0, padded * width);
            DenseKernel.Best.MultiplyAdd(
                block, stride, 1, _matrix.AsSpan(start), _stride, products, width, padded, width, depth);
            AddSquares(products.AsSpan(0, count * width), width, result);
        }

        ArrayPool<double>.Shared.Return(block);
        ArrayPool<double>.Shared.Return(products);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSquares(ReadOnlySpan<double> products, int width, Span<double> result)
    {
        ref double start = ref MemoryMarshal.GetReference(products);
        for (int at = 0, row = 0; at < products.Length; at += width, row++)
        {
            Vector512<double> squares = default;
            for (int i = 0; i < width; i += Vector512<double>.Count)
            {
                Vector512<double> values = Vector512.LoadUnsafe(ref start, (nuint)(at + i));
                squares = Vector512.FusedMultiplyAdd(values, values, squares);
            }

            Vector256<double> four = squares.GetLower() + squares.GetUpper();
            Vector128<double> two = four.GetLower() + four.GetUpper();
            result[row] += two.ToScalar() + two.GetElement(1);
        }
    }

    /// <summary>Cuts the outputs into strips; the narrow one comes first, where a lower triangle has the fewest columns.</summary>
    private Strip[] CutStrips(ReadOnlySpan<double> vectors, int outputs)
    {
        var strips = new List<Strip>();
        for (int start = 0, end = _width % OutputsPerStrip; start < _width; start = end, end += OutputsPerStrip)
        {
            int depth = 0;
            for (int output = start; output < Math.Min(end, outputs); output++)
                depth = Math.Max(depth, vectors.Slice(output * _columns, _columns).LastIndexOfAnyExcept(0.0) + 1);
            if (end > start)
                strips.Add(new Strip(start, end - start, depth));
        }

        return [.. strips];
    }

    /// <summary>Some outputs.</summary>
    /// <param name="Start">The first of them.</param>
    /// <param name="Width">How many.</param>
    /// <param name="Depth">The columns that count for them.</param>
    private readonly record struct Strip(int Start, int Width, int Depth);
}
