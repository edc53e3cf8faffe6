using System.Buffers;

namespace Fer.Ml;

/// <summary>Rows times a matrix: result = (row - means) * matrix + offsets, for blocks of rows.</summary>
internal sealed class RowTransform
{
    private readonly int _columns;
    private readonly int _outputs;
    private readonly int _width; // outputs, and zeros up to whole registers
    private readonly int _stride;
    private readonly double[] _matrix;
    private readonly double[] _means;
    private readonly double[] _offsets;

    /// <summary>Packs a matrix.</summary>
    /// <param name="vectors">Outputs x columns: what each output multiplies a row with.</param>
    /// <param name="columns">The columns of a row.</param>
    /// <param name="outputs">The values computed per row.</param>
    /// <param name="means">As many as columns, or none to subtract nothing.</param>
    /// <param name="offsets">What is added to the outputs, or none.</param>
    public RowTransform(
        ReadOnlySpan<double> vectors, int columns, int outputs, ReadOnlySpan<double> means, ReadOnlySpan<double> offsets)
    {
        _columns = columns;
        _outputs = outputs;
        _width = DenseKernel.Padded(outputs);
        _stride = DenseKernel.Stride(outputs);
        _matrix = new double[columns * _stride];
        for (int output = 0; output < outputs; output++)
        {
            for (int column = 0; column < columns; column++)
                _matrix[column * _stride + output] = vectors[output * columns + column];
        }

        _means = means.ToArray();
        _offsets = new double[_width];
        offsets.CopyTo(_offsets);
    }

    /// <summary>Computes the outputs of some rows.</summary>
    /// <param name="rows">Rows x columns.</param>
    /// <param name="result">Rows x outputs.</param>
    public void Apply(ReadOnlySpan<float> rows, Span<double> result)
    {
        int count = rows.Length / _columns;
        int padded = DenseKernel.Padded(count);
        int stride = DenseKernel.Stride(_columns);
        double[] block = ArrayPool<double>.Shared.Rent(padded * stride);
        double[] products = ArrayPool<double>.Shared.Rent(padded * _width);
        for (int row = 0; row < count; row++)
            DenseRows.Convert(rows.Slice(row * _columns, _columns), _means, 1, block.AsSpan(row * stride, _columns));
        for (int row = 0; row < padded; row++)
            _offsets.CopyTo(products, row * _width);
        DenseKernel.Best.MultiplyAdd(block, stride, 1, _matrix, _stride, products, _width, padded, _width, _columns);
        for (int row = 0; row < count; row++)
            products.AsSpan(row * _width, _outputs).CopyTo(result[(row * _outputs)..]);
        ArrayPool<double>.Shared.Return(block);
        ArrayPool<double>.Shared.Return(products);
    }
}
