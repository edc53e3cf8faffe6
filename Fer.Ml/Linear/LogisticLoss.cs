namespace Fer.Ml;

/// <summary>The cross-entropy of the softmax of the scores, or of the sigmoid of the one score for two classes.</summary>
internal sealed class LogisticLoss(TrainingData data, double[] means, bool intercept, double l2, ParallelOptions parallel)
    : LinearLoss(data, means, intercept ? 1 : 0, l2, parallel)
{
    /// <summary>The second derivative of a row's loss by a score, where all scores are 0.</summary>
    public double CurvatureAtZero => Outputs == 1 ? 0.25 : 1.0 / Outputs * (1 - 1.0 / Outputs);

    /// <summary>The second derivative of a row's loss by a score.</summary>
    /// <param name="row">The row.</param>
    /// <param name="output">The score.</param>
    /// <param name="derivative">The first derivative.</param>
    public double Curvature(int row, int output, double derivative)
    {
        double probability = OutputOf(row) == output ? derivative + 1 : derivative;
        return probability * (1 - probability);
    }

    private protected override double Differentiate(Span<double> scores, int output)
    {
        double loss = Outputs == 1
            ? LogisticFunctions.Sigmoid(scores, output == 0)
            : LogisticFunctions.Softmax(scores, Outputs, output);
        if (output >= 0)
            scores[output] -= 1;
        return loss;
    }
}
