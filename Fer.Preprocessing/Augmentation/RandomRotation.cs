namespace Fer.Preprocessing;

/// <summary>Rotates a picture about its centre by a random angle, as torchvision's RandomRotation with bilinear interpolation.</summary>
public sealed class RandomRotation : IImageAugmentation
{
    private readonly BorderMode _border;
    private readonly byte _fill;

    /// <summary>Creates the augmentation.</summary>
    /// <param name="maxDegrees">The largest angle either way, from 0 to 180; all angles are equally likely. Default 10.</param>
    /// <param name="border">What comes into view beyond the edge. Default the nearest pixel.</param>
    /// <param name="fill">The value of all channels beyond a constant border. Default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public RandomRotation(double maxDegrees = 10, BorderMode border = BorderMode.Replicate, byte fill = 0)
    {
        AugmentationChecks.ThrowIfOutside(maxDegrees, 0, 180);
        AugmentationChecks.ThrowIfNotDefined(border);
        MaxDegrees = maxDegrees;
        _border = border;
        _fill = fill;
    }

    /// <summary>The largest angle either way in degrees.</summary>
    public double MaxDegrees { get; }

    /// <inheritdoc/>
    public Image Apply(Image image, ref RandomGenerator random)
    {
        double degrees = ((2 * random.NextDouble()) - 1) * MaxDegrees;
        return new Rotation(degrees, _border, _fill).Apply(image);
    }
}
