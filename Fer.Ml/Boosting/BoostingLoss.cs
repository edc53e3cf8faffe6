namespace Fer.Ml;

/// <summary>
/// The log loss of the classes' scores: with two classes of one score by way of the logistic function, else of a score per class by way
/// of softmax (Friedman, "Greedy Function Approximation: A Gradient Boosting Machine", 2001, algorithms 5 and 6).
/// </summary>
/// <param name="classes">The number of classes, at least 2.</param>
internal sealed class BoostingLoss(int classes)
{
    /// <summary>The scores of a row, and so the trees of a round.</summary>
    public int Outputs { get; } = classes == 2 ? 1 : classes;

    /// <summary>The scores that give every row the classes' shares.</summary>
    /// <param name="shares">Each class's share, above 0.</param>
    public double[] InitialScores(double[] shares) =>
        Outputs == 1 ? [Math.Log(shares[1] / shares[0])] : Array.ConvertAll(shares, share => Math.Log(share));

    /// <summary>Turns scores into probabilities.</summary>
    /// <param name="scores">The row's scores.</param>
    /// <param name="probabilities">One per class.</param>
    public void Probabilities(ReadOnlySpan<double> scores, Span<double> probabilities)
    {
        if (Outputs == 1)
        {
            probabilities[1] = 1 / (1 + Math.Exp(-scores[0]));
            probabilities[0] = 1 / (1 + Math.Exp(scores[0]));
            return;
        }

        double most = scores[0], total = 0;
        for (int i = 1; i < scores.Length; i++)
            most = Math.Max(most, scores[i]);
        for (int i = 0; i < scores.Length; i++)
            total += probabilities[i] = Math.Exp(scores[i] - most);
        for (int i = 0; i < scores.Length; i++)
            probabilities[i] /= total;
    }

    /// <summary>The loss's slope and curvature by one score, of a row of weight 1.</summary>
    /// <param name="probabilities">The row's probabilities.</param>
    /// <param name="label">The row's class.</param>
    /// <param name="output">The score.</param>
    public (double Gradient, double Hessian) Derivatives(ReadOnlySpan<double> probabilities, int label, int output)
    {
        int target = Outputs == 1 ? 1 : output;
        double p = probabilities[target];
        return (p - (label == target ? 1 : 0), p * (1 - p));
    }

    /// <summary>The loss of a row of weight 1.</summary>
    public static double Of(double probability) => -Math.Log(Math.Max(probability, 1e-300));
}
