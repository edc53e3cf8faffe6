namespace Fer.Ml;

/// <summary>Which rows each round of boosting learns from: LightGBM's <c>boosting</c>.</summary>
public enum BoostingType
{
    /// <summary>All rows, or a random part of them (bagging).</summary>
    Gbdt,

    /// <summary>
    /// Gradient-based one-side sampling: the rows with the largest gradients and a random part of the others, which count the more for it
    /// (Ke et al., "LightGBM: A Highly Efficient Gradient Boosting Decision Tree", 2017, algorithm 2).
    /// </summary>
    Goss,
}
