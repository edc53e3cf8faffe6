namespace Fer.Preprocessing;

/// <summary>
/// Pastes a rectangle of another sample into each sample of a batch, at the same place, and blends their targets by area (Yun et
/// al., "CutMix: regularization strategy to train strong classifiers with localizable features", 2019), with torchvision's way
/// to draw the rectangle, one per batch.
/// </summary>
public sealed class CutMix : IBatchAugmentation
{
    /// <summary>Creates the augmentation.</summary>
    /// <param name="alpha">
    /// The share of the area that stays is drawn from the distribution Beta(alpha, alpha), and grows where the rectangle reaches
    /// beyond the edge; from 0.01 to 100. Default 1: all shares alike.
    /// </param>
    /// <param name="probability">How many of the batches to mix, from 0 to 1. Default 1; the paper takes 0.5 for CIFAR.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public CutMix(double alpha = 1, double probability = 1)
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
        TensorShape shape = batch.InputShape;
        (int left, int right, int top, int bottom) = DrawBox(shape, ref random);
        double share = 1 - ((double)(right - left) * (bottom - top) / shape.Positions);
        BatchPairs.MixInputs(batch, Paste);
        BatchPairs.MixTargets(batch, share);

        void Paste(Span<float> sample, ReadOnlySpan<float> partner)
        {
            for (int row = 0; row < shape.Channels * shape.Height; row++)
            {
                int y = row % shape.Height;
                if (y >= top && y < bottom)
                    partner.Slice((row * shape.Width) + left, right - left).CopyTo(sample[((row * shape.Width) + left)..]);
            }
        }
    }

    /// <summary>A rectangle of the picture's shape about a random point, cut off at the edges.</summary>
    private (int Left, int Right, int Top, int Bottom) DrawBox(TensorShape shape, ref RandomGenerator random)
    {
        double halfSide = 0.5 * Math.Sqrt(1 - BetaDistribution.Next(Alpha, Alpha, ref random));
        int x = random.Next(shape.Width);
        int y = random.Next(shape.Height);
        int halfWidth = (int)(halfSide * shape.Width);
        int halfHeight = (int)(halfSide * shape.Height);
        return (
            Math.Max(0, x - halfWidth), Math.Min(shape.Width, x + halfWidth),
            Math.Max(0, y - halfHeight), Math.Min(shape.Height, y + halfHeight));
    }
}
