namespace Fer.Preprocessing;

/// <summary>
/// Rotates, moves, scales and shears a picture at random, as torchvision's RandomAffine with bilinear interpolation: all in one
/// warp, so that the picture is interpolated once however many of them are asked for. Size and format are kept.
/// </summary>
public sealed class RandomAffine : IImageAugmentation
{
    private readonly BorderMode _border;
    private readonly byte _fill;

    /// <summary>Creates the augmentation. Each value is drawn evenly from its range.</summary>
    /// <param name="maxDegrees">The largest angle either way, from 0 to 180. Default 10.</param>
    /// <param name="maxTranslateX">
    /// The largest move either way, as a share of the width from 0 to 1; rounded to whole pixels. Default 0.1.
    /// </param>
    /// <param name="maxTranslateY">The same, as a share of the height. Default 0.1.</param>
    /// <param name="minScale">The smallest magnification, from 0.1 to 10. Default 0.9.</param>
    /// <param name="maxScale">The largest magnification, from the smallest to 10. Default 1.1.</param>
    /// <param name="maxShearX">The largest angle in degrees by which vertical lines lean, from 0 to 45. Default 0.</param>
    /// <param name="maxShearY">The largest angle in degrees by which horizontal lines lean, from 0 to 45. Default 0.</param>
    /// <param name="border">What comes into view beyond the edge. Default the nearest pixel.</param>
    /// <param name="fill">The value of all channels beyond a constant border. Default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public RandomAffine(
        double maxDegrees = 10,
        double maxTranslateX = 0.1,
        double maxTranslateY = 0.1,
        double minScale = 0.9,
        double maxScale = 1.1,
        double maxShearX = 0,
        double maxShearY = 0,
        BorderMode border = BorderMode.Replicate,
        byte fill = 0)
    {
        AugmentationChecks.ThrowIfOutside(maxDegrees, 0, 180);
        AugmentationChecks.ThrowIfOutside(maxTranslateX, 0, 1);
        AugmentationChecks.ThrowIfOutside(maxTranslateY, 0, 1);
        AugmentationChecks.ThrowIfNotRange(minScale, maxScale, 0.1, 10);
        AugmentationChecks.ThrowIfOutside(maxShearX, 0, 45);
        AugmentationChecks.ThrowIfOutside(maxShearY, 0, 45);
        AugmentationChecks.ThrowIfNotDefined(border);
        MaxDegrees = maxDegrees;
        MaxTranslateX = maxTranslateX;
        MaxTranslateY = maxTranslateY;
        MinScale = minScale;
        MaxScale = maxScale;
        MaxShearX = maxShearX;
        MaxShearY = maxShearY;
        _border = border;
        _fill = fill;
    }

    /// <summary>The largest angle either way in degrees.</summary>
    public double MaxDegrees { get; }

    /// <summary>The largest move to the left or right, as a share of the width.</summary>
    public double MaxTranslateX { get; }

    /// <summary>The largest move up or down, as a share of the height.</summary>
    public double MaxTranslateY { get; }

    /// <summary>The smallest magnification.</summary>
    public double MinScale { get; }

    /// <summary>The largest magnification.</summary>
    public double MaxScale { get; }

    /// <summary>The largest angle in degrees by which vertical lines lean.</summary>
    public double MaxShearX { get; }

    /// <summary>The largest angle in degrees by which horizontal lines lean.</summary>
    public double MaxShearY { get; }

    /// <inheritdoc/>
    public Image Apply(Image image, ref RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(image);
        double degrees = random.NextUniform(-MaxDegrees, MaxDegrees);
        double translateX = Math.Round(random.NextUniform(-MaxTranslateX, MaxTranslateX) * image.Width);
        double translateY = Math.Round(random.NextUniform(-MaxTranslateY, MaxTranslateY) * image.Height);
        double scale = random.NextUniform(MinScale, MaxScale);
        double shearX = random.NextUniform(-MaxShearX, MaxShearX);
        double shearY = random.NextUniform(-MaxShearY, MaxShearY);
        AffineMatrix matrix = AffineMatrix.Affine(
            (image.Width - 1) / 2.0, (image.Height - 1) / 2.0, degrees, translateX, translateY, scale, shearX, shearY);
        return AffineWarp.Apply(image, matrix, _border, _fill);
    }
}
