namespace Fer.Preprocessing;

/// <summary>
/// Moves a picture by a random number of whole pixels, as Keras' RandomTranslation (which moves by parts of pixels) and
/// torchvision's RandomAffine with nothing but <c>translate</c>. Nothing is interpolated.
/// </summary>
public sealed class RandomTranslation : IImageAugmentation
{
    private readonly RandomAffine _affine;

    /// <summary>Creates the augmentation.</summary>
    /// <param name="maxX">The largest move to the left or right, as a share of the width from 0 to 1. Default 0.1.</param>
    /// <param name="maxY">The largest move up or down, as a share of the height from 0 to 1. Default 0.1.</param>
    /// <param name="border">What comes into view beyond the edge. Default the nearest pixel.</param>
    /// <param name="fill">The value of all channels beyond a constant border. Default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public RandomTranslation(double maxX = 0.1, double maxY = 0.1, BorderMode border = BorderMode.Replicate, byte fill = 0)
    {
        AugmentationChecks.ThrowIfOutside(maxX, 0, 1);
        AugmentationChecks.ThrowIfOutside(maxY, 0, 1);
        _affine = new RandomAffine(
            maxDegrees: 0, maxTranslateX: maxX, maxTranslateY: maxY, minScale: 1, maxScale: 1, border: border, fill: fill);
    }

    /// <summary>The largest move to the left or right, as a share of the width.</summary>
    public double MaxX => _affine.MaxTranslateX;

    /// <summary>The largest move up or down, as a share of the height.</summary>
    public double MaxY => _affine.MaxTranslateY;

    /// <inheritdoc/>
    public Image Apply(Image image, ref RandomGenerator random) => _affine.Apply(image, ref random);
}
