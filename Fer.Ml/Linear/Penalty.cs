namespace Fer.Ml;

/// <summary>What a linear learner adds to its loss to keep coefficients small; intercepts are free of it.</summary>
public enum Penalty
{
    /// <summary>Half the sum of squares.</summary>
    L2,

    /// <summary>The sum of magnitudes: many coefficients become exactly 0.</summary>
    L1,

    /// <summary>Nothing.</summary>
    None,
}
