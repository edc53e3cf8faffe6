namespace Fer.Ml;

/// <summary>What a split must keep to, in the units of a tree's <see cref="QuantizedGradients"/>.</summary>
/// <param name="RegAlpha">L1: gradient sums shrink by it.</param>
/// <param name="RegLambda">L2: added to hessian sums.</param>
/// <param name="MinSplitGain">A split's score must exceed its node's by more than this.</param>
/// <param name="MinHessian">The least hessian sum of a side.</param>
/// <param name="MinChildSamples">The least rows of a side, as LightGBM estimates them: from the share of the hessian.</param>
internal readonly record struct SplitRules(
    double RegAlpha, double RegLambda, double MinSplitGain, double MinHessian, int MinChildSamples)
{
    private const double RoundingGuard = 1e-10; // a gain of less is none

    /// <summary>The score of one side, or of a node as a whole.</summary>
    public double Score(double gradient, double hessian)
    {
        double shrunk = Math.Max(Math.Abs(gradient) - RegAlpha, 0);
        return hessian + RegLambda > 0 ? shrunk * shrunk / (hessian + RegLambda) : 0;
    }

    /// <summary>The score that a split of a node must exceed.</summary>
    public double ScoreToBeat(long sum)
    {
        double own = Score(PackedSum.Gradient(sum), PackedSum.Hessian(sum));
        return own * (1 + RoundingGuard) + MinSplitGain;
    }

    /// <summary>The least hessian that a side of a split of a node must have: a whole number, at least 1.</summary>
    public double LeastHessian(long sum, int rows)
    {
        double bySamples = (MinChildSamples - 0.5) * PackedSum.Hessian(sum) / rows;
        return Math.Ceiling(Math.Max(1, Math.Max(MinHessian, bySamples)));
    }
}
