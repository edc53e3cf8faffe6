namespace Fer.Ml;

/// <summary>How far trees grow, in the units of the settings.</summary>
internal sealed record TreeLimits(
    int NumLeaves, int MaxDepth, int MinChildSamples, double MinChildWeight, double RegAlpha, double RegLambda, double MinSplitGain)
{
    /// <summary>The limits in the units of a tree's quantised gradients.</summary>
    public SplitRules In(QuantizedGradients scales) => new(
        RegAlpha * scales.GradientScale,
        RegLambda * scales.HessianScale,
        MinSplitGain * scales.GradientScale * scales.GradientScale / scales.HessianScale,
        MinChildWeight * scales.HessianScale,
        MinChildSamples);
}
