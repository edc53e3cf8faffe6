namespace Fer.Preprocessing;

/// <summary>
/// Brightens or darkens the middle tones at random: values become <c>255 (v / 255)^gamma</c>, as torchvision's
/// <c>adjust_gamma</c> and albumentations' RandomGamma. Black and white stay; alpha too.
/// </summary>
public sealed class RandomGamma : IImageAugmentation
{
    /// <summary>Creates the augmentation. The exponent is drawn evenly in its logarithm.</summary>
    /// <param name="minGamma">The smallest exponent, from 0.01 to 100; below 1 brightens. Default 0.8.</param>
    /// <param name="maxGamma">The largest exponent, from the smallest to 100; above 1 darkens. Default 1.25.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public RandomGamma(double minGamma = 0.8, double maxGamma = 1.25)
    {
        AugmentationChecks.ThrowIfNotRange(minGamma, maxGamma, 0.01, 100);
        MinGamma = minGamma;
        MaxGamma = maxGamma;
    }

    /// <summary>The smallest exponent.</summary>
    public double MinGamma { get; }

    /// <summary>The largest exponent.</summary>
    public double MaxGamma { get; }

    /// <inheritdoc/>
    public Image Apply(Image image, ref RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(image);
        return ImageEnhance.Gamma(image, random.NextLogUniform(MinGamma, MaxGamma));
    }
}
