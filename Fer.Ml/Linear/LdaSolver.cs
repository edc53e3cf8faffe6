namespace Fer.Ml;

/// <summary>How <see cref="LinearDiscriminantAnalysis"/> inverts the covariance within classes.</summary>
public enum LdaSolver
{
    /// <summary>Directions of a standard deviation up to the tolerance are left out; no shrinkage.</summary>
    Svd,

    /// <summary>Least squares on the covariance, which may be shrunk.</summary>
    Lsqr,
}
