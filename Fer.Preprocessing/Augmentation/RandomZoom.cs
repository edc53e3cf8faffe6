namespace Fer.Preprocessing;

/// <summary>
/// Magnifies or shrinks a picture about its centre with bilinear interpolation, at the same size: Keras' RandomZoom, with
/// torchvision's way to state the range (above 1 magnifies).
/// </summary>
public sealed class RandomZoom : IImageAugmentation
{
    private readonly RandomAffine _affine;

    /// <summary>Creates the augmentation.</summary>
    /// <param name="minScale">The smallest magnification, from 0.1 to 10. Default 0.9.</param>
    /// <param name="maxScale">The largest magnification, from the smallest to 10. Default 1.1.</param>
    /// <param name="border">What comes into view beyond the edge. Default the nearest pixel.</param>
    /// <param name="fill">The value of all channels beyond a constant border. Default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public RandomZoom(double minScale = 0.9, double maxScale = 1.1, BorderMode border = BorderMode.Replicate, byte fill = 0) =>
        _affine = new RandomAffine(
            maxDegrees: 0, maxTranslateX: 0, maxTranslateY: 0, minScale: minScale, maxScale: maxScale, border: border, fill: fill);

    /// <summary>The smallest magnification.</summary>
    public double MinScale => _affine.MinScale;

    /// <summary>The largest magnification.</summary>
    public double MaxScale => _affine.MaxScale;

    /// <inheritdoc/>
    public Image Apply(Image image, ref RandomGenerator random) => _affine.Apply(image, ref random);
}
