namespace Fer.Ml;

/// <summary>
/// The squares of what scores lack to 1 for a row's class and to -1 for the others: one against the rest, each score on its own.
/// The intercept is penalised as LIBLINEAR does, being the coefficient of one more feature of a constant value.
/// </summary>
internal sealed class SquaredHingeLoss(TrainingData data, double intercept, double l2, ParallelOptions parallel)
    : LinearLoss(data, [], intercept, l2, parallel)
{
    public override int Penalized => Inputs;

    private protected override double Differentiate(Span<double> scores, int output)
    {
        double loss = 0;
        for (int i = 0; i < Outputs; i++)
        {
            double target = i == output ? 1 : -1;
            double lack = Math.Max(0, 1 - target * scores[i]);
            loss += lack * lack;
            scores[i] = -2 * target * lack;
        }

        return loss;
    }
}
