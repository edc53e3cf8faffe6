using System.Buffers;

namespace Fer.Ml;

/// <summary>
/// The cross-entropy of a softmax of linear scores (of a sigmoid of one score for two classes), summed over the weighted rows, plus
/// half the squares of the coefficients times a strength.
/// </summary>
/// <remarks>
/// Parameters lie feature by feature, each with a value per score padded to whole registers by zeros, then the intercepts; so they
/// are the right-hand side of <see cref="DenseKernel"/>, and the gradient its result, without repacking. A block of rows is
/// converted once, scored, turned to residuals and multiplied back while it lies in the cache.
/// </remarks>
internal sealed class LogisticLoss
{
    private const int RowsPerPart = 1024;
    private const int RowsPerBlock = 64;

    private readonly TrainingData _data;
    private readonly double[] _means;
    private readonly double _l2;
    private readonly ParallelOptions _parallel;
    private readonly int[] _outputOfClass;
    private readonly int _inputs;
    private readonly int _stride;
    private readonly double[][] _gradients; // of the parts of the rows
    private readonly double[] _losses;

    /// <summary>Prepares the loss of a table.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="means">What to subtract of the rows, or none.</param>
    /// <param name="intercept">Whether there are intercepts.</param>
    /// <param name="l2">The strength of the penalty.</param>
    /// <param name="parallel">Threads and cancellation.</param>
    public LogisticLoss(TrainingData data, double[] means, bool intercept, double l2, ParallelOptions parallel)
    {
        _data = data;
        _means = means;
        _l2 = l2;
        _parallel = parallel;
        int[] present = data.PresentClasses;
        HasIntercept = intercept;
        Outputs = present.Length == 2 ? 1 : present.Length;
        Width = DenseKernel.Padded(Outputs);
        _outputOfClass = new int[data.Classes.Count];
        for (int i = 0; i < present.Length; i++)
            _outputOfClass[present[i]] = Outputs == 1 ? i - 1 : i; // of two classes, the first has no score
        _inputs = data.Columns + (intercept ? 1 : 0);
        _stride = DenseKernel.Stride(_inputs);
        Length = DenseKernel.Padded(_inputs) * Width;
        _gradients = new double[(data.Rows + RowsPerPart - 1) / RowsPerPart][];
        _losses = new double[_gradients.Length];
    }

    /// <summary>The scores of a row: one per class, or one for two classes.</summary>
    public int Outputs { get; }

    /// <summary>The values of a feature: <see cref="Outputs"/> and zeros.</summary>
    public int Width { get; }

    /// <summary>The number of parameters, zeros included.</summary>
    public int Length { get; }

    /// <summary>Whether the row of parameters behind the features' are intercepts.</summary>
    public bool HasIntercept { get; }

    public int Columns => _data.Columns;

    public int Rows => _data.Rows;

    public ParallelOptions Parallel => _parallel;

    /// <summary>Computes the loss and its gradient.</summary>
    public double Evaluate(double[] parameters, double[] gradient)
    {
        System.Threading.Tasks.Parallel.For(0, _gradients.Length, _parallel, part =>
        {
            double[] sums = _gradients[part] ??= new double[Length];
            Array.Clear(sums);
            _losses[part] = AddPart(part, parameters, sums);
        });
        double loss = _losses.Sum();
        Array.Clear(gradient);
        foreach (double[] sums in _gradients)
            DenseVectors.AddScaled(gradient, 1, sums);
        ReadOnlySpan<double> coefficients = parameters.AsSpan(0, Columns * Width);
        DenseVectors.AddScaled(gradient.AsSpan(0, coefficients.Length), _l2, coefficients);
        return loss + 0.5 * _l2 * DenseVectors.Dot(coefficients, coefficients);
    }

    /// <summary>Computes the probability of each output for each row.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="probabilities">Rows x <see cref="Width"/>.</param>
    /// <returns>The loss without penalty.</returns>
    public double ComputeProbabilities(double[] parameters, double[] probabilities)
    {
        System.Threading.Tasks.Parallel.For(0, _losses.Length, _parallel, part =>
            _losses[part] = ForBlocks(part, (first, count, block, scores) =>
            {
                double loss = ScoreBlock(first, count, parameters, block, scores);
                scores.AsSpan(0, count * Width).CopyTo(probabilities.AsSpan(first * Width));
                return loss;
            }));
        return _losses.Sum();
    }

    /// <summary>Writes a row as the scores see it: centred, with a 1 for the intercept, times a factor.</summary>
    public void WriteRow(int row, double factor, Span<double> destination)
    {
        DenseRows.Convert(_data.Row(row), _means, factor, destination);
        if (HasIntercept)
            destination[Columns] = factor;
    }

    /// <summary>The weight of a row.</summary>
    public double Weight(int row) => _data.Weights[row];

    /// <summary>The residual of an output for a row without its weight: the probability, less 1 if the row is of that class.</summary>
    public double Residual(int row, int output, double probability) =>
        _outputOfClass[_data.Labels[row]] == output ? probability - 1 : probability;

    /// <summary>The inverse of the curvature at 0, of which each score has a block of its own that is the same for all.</summary>
    public LogisticPreconditioner CreatePreconditioner()
    {
        int classes = Outputs == 1 ? 2 : Outputs;
        double share = 1.0 / classes * (1 - 1.0 / classes);
        double[] matrix = GramMatrix.Compute(
            _data.Rows, _inputs, (row, destination) => WriteRow(row, Math.Sqrt(_data.Weights[row] * share), destination), _parallel);
        return LogisticPreconditioner.Create(matrix, _inputs, Columns, _l2, Outputs, Width);
    }

    private double AddPart(int part, double[] parameters, double[] gradient) =>
        ForBlocks(part, (first, count, block, scores) =>
        {
            double loss = ScoreBlock(first, count, parameters, block, scores);
            for (int r = 0; r < count; r++)
            {
                int output = _outputOfClass[_data.Labels[first + r]];
                Span<double> row = scores.AsSpan(r * Width, Width);
                if (output >= 0)
                    row[output] -= 1;
                double weight = _data.Weights[first + r];
                for (int i = 0; i < Outputs; i++)
                    row[i] *= weight;
            }

            DenseKernel.Best.MultiplyAdd(
                block, 1, _stride, scores, Width, gradient, Width, DenseKernel.Padded(_inputs), Width, count);
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

    /// <summary>Computes the probabilities of a block of rows, and returns their loss.</summary>
    private double ScoreBlock(int first, int count, double[] parameters, double[] block, double[] scores)
    {
        for (int r = 0; r < count; r++)
            WriteRow(first + r, 1, block.AsSpan(r * _stride, _inputs));
        int padded = DenseKernel.Padded(count);
        Array.Clear(scores, 0, padded * Width);
        DenseKernel.Best.MultiplyAdd(block, _stride, 1, parameters, Width, scores, Width, padded, Width, _inputs);
        double loss = 0;
        for (int r = 0; r < count; r++)
        {
            int output = _outputOfClass[_data.Labels[first + r]];
            Span<double> row = scores.AsSpan(r * Width, Width);
            loss += _data.Weights[first + r]
                * (Outputs == 1 ? LogisticFunctions.Sigmoid(row, output == 0) : LogisticFunctions.Softmax(row, Outputs, output));
        }

        return loss;
    }
}
