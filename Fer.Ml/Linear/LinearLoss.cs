using System.Buffers;

namespace Fer.Ml;

/// <summary>
/// A loss of linear scores - one per class, or one for the second of two classes - summed over the weighted rows, plus half the
/// squares of the coefficients times a strength.
/// </summary>
/// <remarks>
/// Parameters lie feature by feature, each with a value per score padded to whole registers by zeros, then the intercepts; so they
/// are the right-hand side of <see cref="DenseKernel"/>, and the gradient its result, without repacking. A block of rows is
/// converted once, scored, turned to residuals and multiplied back while it lies in the cache.
/// </remarks>
internal abstract class LinearLoss
{
    private const int RowsPerPart = 1024;
    private const int RowsPerBlock = 64;

    private readonly TrainingData _data;
    private readonly double[] _means;
    private readonly double _intercept;
    private readonly double _l2;
    private readonly int[] _outputOfClass;
    private readonly int _stride;
    private readonly double[][] _gradients; // of the parts of the rows
    private readonly double[] _losses;

    /// <summary>Prepares the loss of a table.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="means">What to subtract of the rows, or none.</param>
    /// <param name="intercept">What intercepts are multiplied with; 0 for none.</param>
    /// <param name="l2">The strength of the penalty.</param>
    /// <param name="parallel">Threads and cancellation.</param>
    private protected LinearLoss(TrainingData data, double[] means, double intercept, double l2, ParallelOptions parallel)
    {
        _data = data;
        _means = means;
        _intercept = intercept;
        _l2 = l2;
        Parallel = parallel;
        int[] present = data.PresentClasses;
        Outputs = present.Length == 2 ? 1 : present.Length;
        Width = DenseKernel.Padded(Outputs);
        _outputOfClass = new int[data.Classes.Count];
        for (int i = 0; i < present.Length; i++)
            _outputOfClass[present[i]] = Outputs == 1 ? i - 1 : i; // of two classes, the first has no score
        Inputs = data.Columns + (intercept == 0 ? 0 : 1);
        _stride = DenseKernel.Stride(Inputs);
        Length = DenseKernel.Padded(Inputs) * Width;
        _gradients = new double[(data.Rows + RowsPerPart - 1) / RowsPerPart][];
        _losses = new double[_gradients.Length];
    }

    /// <summary>The scores of a row: one per class, or one for two classes.</summary>
    public int Outputs { get; }

    /// <summary>The values of a feature: <see cref="Outputs"/> and zeros.</summary>
    public int Width { get; }

    /// <summary>The number of parameters, zeros included.</summary>
    public int Length { get; }

    /// <summary>The features, and one more where there are intercepts.</summary>
    public int Inputs { get; }

    /// <summary>The inputs that are penalised, the first so many: the intercept is not, unless a loss says so.</summary>
    public virtual int Penalized => Columns;

    public int Columns => _data.Columns;

    public int Rows => _data.Rows;

    public ParallelOptions Parallel { get; }

    /// <summary>Computes the loss and its gradient.</summary>
    public double Evaluate(double[] parameters, double[] gradient)
    {
        System.Threading.Tasks.Parallel.For(0, _gradients.Length, Parallel, part =>
        {
            double[] sums = _gradients[part] ??= new double[Length];
            Array.Clear(sums);
            _losses[part] = AddPart(part, parameters, sums);
        });
        double loss = _losses.Sum();
        Array.Clear(gradient);
        foreach (double[] sums in _gradients)
            DenseVectors.AddScaled(gradient, 1, sums);
        ReadOnlySpan<double> coefficients = parameters.AsSpan(0, Penalized * Width);
        DenseVectors.AddScaled(gradient.AsSpan(0, coefficients.Length), _l2, coefficients);
        return loss + 0.5 * _l2 * DenseVectors.Dot(coefficients, coefficients);
    }

    /// <summary>Computes the derivatives of each row's loss by its scores, without the row's weight.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="derivatives">Rows x <see cref="Width"/>.</param>
    public void Differentiate(double[] parameters, double[] derivatives)
    {
        System.Threading.Tasks.Parallel.For(0, _losses.Length, Parallel, part =>
            ForBlocks(part, (first, count, block, scores) =>
            {
                double loss = DifferentiateBlock(first, count, parameters, block, scores);
                scores.AsSpan(0, count * Width).CopyTo(derivatives.AsSpan(first * Width));
                return loss;
            }));
    }

    /// <summary>Writes a row as the scores see it: centred, with what the intercept is multiplied with, times a factor.</summary>
    public void WriteRow(int row, double factor, Span<double> destination)
    {
        DenseRows.Convert(_data.Row(row), _means, factor, destination);
        if (_intercept != 0)
            destination[Columns] = factor * _intercept;
    }

    /// <summary>The weight of a row.</summary>
    public double Weight(int row) => _data.Weights[row];

    /// <summary>The score that a row should have the greatest of; -1 for the first of two classes.</summary>
    public int OutputOf(int row) => _outputOfClass[_data.Labels[row]];

    /// <summary>An approximate inverse of the second derivatives, the same for each score.</summary>
    /// <param name="curvature">About the second derivative of a row's loss by a score.</param>
    public LinearPreconditioner CreatePreconditioner(double curvature)
    {
        double[] matrix = GramMatrix.Compute(
            Rows, Inputs, (row, destination) => WriteRow(row, Math.Sqrt(Weight(row) * curvature), destination), Parallel);
        return LinearPreconditioner.Create(matrix, Inputs, Penalized, _l2, Outputs, Width);
    }

    /// <summary>Replaces a row's scores by the derivatives of its loss, and the padding by zeros.</summary>
    /// <param name="scores">The scores and their padding.</param>
    /// <param name="output">The score of the row's class; -1 for the first of two classes.</param>
    /// <returns>The loss.</returns>
    private protected abstract double Differentiate(Span<double> scores, int output);

    private double AddPart(int part, double[] parameters, double[] gradient) =>
        ForBlocks(part, (first, count, block, scores) =>
        {
            double loss = DifferentiateBlock(first, count, parameters, block, scores);
            for (int r = 0; r < count; r++)
            {
                Span<double> row = scores.AsSpan(r * Width, Width);
                double weight = _data.Weights[first + r];
                for (int i = 0; i < Outputs; i++)
                    row[i] *= weight;
            }

            DenseKernel.Best.MultiplyAdd(
                block, 1, _stride, scores, Width, gradient, Width, DenseKernel.Padded(Inputs), Width, count);
            return loss;
        });

    private delegate double BlockFunction(int first, int count, double[] block, double[] scores);

    /// <summary>Calls a function for the blocks of a part, with buffers for the rows and for their scores.</summary>
    private double ForBlocks(int part, BlockFunction function)
    {
        double[] block = ArrayPool<double>.Shared.Rent(RowsPerBlock * _stride);
        double[] scores = ArrayPool<double>.Shared.Rent(RowsPerBlock * Width);
        Array.Clear(block); // the padding must stay 0
        double sum = 0;
        int end = Math.Min((part + 1) * RowsPerPart, _data.Rows);
        for (int first = part * RowsPerPart; first < end; first += RowsPerBlock)
            sum += function(first, Math.Min(RowsPerBlock, end - first), block, scores);
        ArrayPool<double>.Shared.Return(block);
        ArrayPool<double>.Shared.Return(scores);
        return sum;
    }

    /// <summary>Computes the derivatives of a block of rows, and returns their weighted loss.</summary>
    private double DifferentiateBlock(int first, int count, double[] parameters, double[] block, double[] scores)
    {
        for (int r = 0; r < count; r++)
            WriteRow(first + r, 1, block.AsSpan(r * _stride, Inputs));
        int padded = DenseKernel.Padded(count);
        Array.Clear(scores, 0, padded * Width);
        DenseKernel.Best.MultiplyAdd(block, _stride, 1, parameters, Width, scores, Width, padded, Width, Inputs);
        double loss = 0;
        for (int r = 0; r < count; r++)
            loss += Weight(first + r) * Differentiate(scores.AsSpan(r * Width, Width), OutputOf(first + r));
        return loss;
    }
}
