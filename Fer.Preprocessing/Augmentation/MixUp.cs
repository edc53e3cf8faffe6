namespace Fer.Preprocessing;

/// <summary>
/// Blends each sample of a batch with another, and their targets alike (Zhang et al., "mixup: beyond empirical risk
/// minimization", 2018), as torchvision's MixUp: <c>x = l x1 + (1 - l) x2, y = l y1 + (1 - l) y2</c> with one share l per batch.
/// </summary>
public sealed class MixUp : IBatchAugmentation
{
    /// <summary>Creates the augmentation.</summary>
    /// <param name="alpha">
    /// The share is drawn from the distribution Beta(alpha, alpha): near 0 or 1 for a small alpha, all shares alike for 1, near
    /// one half for a large one; from 0.01 to 100. Default 1; the paper takes 0.1 to 0.4 for large data sets.
    /// </param>
    /// <param name="probability">How many of the batches to mix, from 0 to 1. Default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public MixUp(double alpha = 1, double probability = 1)
    {
        AugmentationChecks.ThrowIfOutside(alpha, 0.01, 100);
        AugmentationChecks.ThrowIfNotProbability(probability);
        Alpha = alpha;
        Probability = probability;
    }

    /// <summary>Both shapes of the beta distribution.</summary>
    public double Alpha { get; }

    /// <summary>How many of the batches are mixed.</summary>
    public double Probability { get; }

    /// <inheritdoc/>
    public void Apply(Batch batch, ref RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (random.NextDouble() >= Probability)
            return;
        double share = BetaDistribution.Next(Alpha, Alpha, ref random);
        BatchPairs.MixInputs(batch, BatchPairs.Blend(share));
        BatchPairs.MixTargets(batch, share);
    }
}
