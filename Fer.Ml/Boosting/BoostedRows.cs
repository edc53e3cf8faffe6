namespace Fer.Ml;

/// <summary>Some rows with their scores, and the gradients of the loss.</summary>
internal sealed class BoostedRows
{
    private const int RowsPerTask = 1024;

    private readonly TrainingData _data;
    private readonly int[] _labels;
    private readonly int[] _rows;
    private readonly BoostingLoss _loss;

    /// <summary>Rows at the initial scores.</summary>
    /// <param name="data">The table.</param>
    /// <param name="labels">The classes of all its rows.</param>
    /// <param name="rows">Which of its rows these are.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="initialScores">One per output.</param>
    public BoostedRows(TrainingData data, int[] labels, int[] rows, BoostingLoss loss, double[] initialScores)
    {
        _data = data;
        _labels = labels;
        _rows = rows;
        _loss = loss;
        All = [.. Enumerable.Range(0, rows.Length)];
        Scores = Array.ConvertAll(initialScores, initial =>
        {
            var scores = new double[rows.Length];
            Array.Fill(scores, initial);
            return scores;
        });
        Gradients = Array.ConvertAll(initialScores, _ => new float[rows.Length]);
        Hessians = Array.ConvertAll(initialScores, _ => new float[rows.Length]);
    }

    public int Count => _rows.Length;

    /// <summary>0 to <see cref="Count"/> - 1.</summary>
    public int[] All { get; }

    /// <summary>Outputs x rows, as the other two.</summary>
    public double[][] Scores { get; }

    public float[][] Gradients { get; }

    public float[][] Hessians { get; }

    /// <summary>Computes gradients and hessians from the scores.</summary>
    /// <returns>The mean loss.</returns>
    public double ComputeGradients(ParallelOptions options)
    {
        var losses = new double[(Count + RowsPerTask - 1) / RowsPerTask];
        var weights = new double[losses.Length];
        Parallel.For(0, losses.Length, options, task =>
        {
            Span<double> scores = stackalloc double[_loss.Outputs];
            Span<double> probabilities = stackalloc double[Math.Max(2, _loss.Outputs)];
            for (int row = task * RowsPerTask; row < Math.Min(Count, (task + 1) * RowsPerTask); row++)
            {
                for (int output = 0; output < scores.Length; output++)
                    scores[output] = Scores[output][row];
                _loss.Probabilities(scores, probabilities);
                int label = _labels[_rows[row]];
                double weight = _data.Weights[_rows[row]];
                for (int output = 0; output < scores.Length; output++)
                {
                    (double gradient, double hessian) = _loss.Derivatives(probabilities, label, output);
                    Gradients[output][row] = (float)(weight * gradient);
                    Hessians[output][row] = (float)(weight * hessian);
                }

                losses[task] += weight * BoostingLoss.Of(probabilities[label]);
                weights[task] += weight;
            }
        });
        return losses.Sum() / weights.Sum();
    }

    /// <summary>Adds a round's trees to the scores.</summary>
    public void Add(BoostedTree[] trees, ParallelOptions options) =>
        Parallel.For(0, (Count + RowsPerTask - 1) / RowsPerTask, options, task =>
        {
            for (int output = 0; output < trees.Length; output++)
            {
                for (int row = task * RowsPerTask; row < Math.Min(Count, (task + 1) * RowsPerTask); row++)
                    Scores[output][row] += trees[output].LeafValues[trees[output].FindLeaf(_data.Row(_rows[row]))];
            }
        });
}
