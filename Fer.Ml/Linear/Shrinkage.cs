namespace Fer.Ml;

/// <summary>How far a covariance is drawn towards a multiple of the identity: scikit-learn's <c>shrinkage</c>.</summary>
public sealed class Shrinkage
{
    private Shrinkage(double? amount) => Amount = amount;

    /// <summary>The empirical covariance as it is.</summary>
    public static Shrinkage None { get; } = new(0);

    /// <summary>
    /// The amount that Ledoit and Wolf ("A well-conditioned estimator for large-dimensional covariance matrices", 2004) derive
    /// from the rows, for each class on its own, of standardised features.
    /// </summary>
    public static Shrinkage Auto { get; } = new(null);

    /// <summary>From 0 to 1; null for <see cref="Auto"/>.</summary>
    internal double? Amount { get; }

    /// <summary>A fixed amount.</summary>
    /// <param name="amount">From 0, the empirical covariance, to 1, a multiple of the identity.</param>
    public static Shrinkage Of(double amount) => new(Setting.Share(amount, nameof(amount)));
}
