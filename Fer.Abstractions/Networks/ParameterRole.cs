namespace Fer;

/// <summary>What a parameter does in its layer; decides how it starts, whether it is regularised and whether it is trained.</summary>
public enum ParameterRole
{
    /// <summary>The kernel of a convolution or linear layer: starts random, L2 applies to it.</summary>
    Weight,

    /// <summary>Added to a layer's output: starts at 0.</summary>
    Bias,

    /// <summary>A normalisation's factor: starts at 1.</summary>
    Scale,

    /// <summary>A normalisation's running mean: starts at 0, a statistic and not trained.</summary>
    RunningMean,

    /// <summary>A normalisation's running variance: starts at 1, a statistic and not trained.</summary>
    RunningVariance,
}
