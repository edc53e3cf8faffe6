namespace Fer.Preprocessing;

/// <summary>
/// Changes brightness, contrast and saturation at random and in random order, as torchvision's ColorJitter (without hue, which
/// faces keep). Alpha stays as it is; grey pictures have no saturation to change.
/// </summary>
public sealed class ColorJitter : IImageAugmentation
{
    /// <summary>Creates the augmentation.</summary>
    /// <param name="brightness">
    /// The factor of the brightness is drawn evenly from 1 minus this (but at least 0) to 1 plus this; from 0 to 100. Default 0.2.
    /// </param>
    /// <param name="contrast">The same for the distance of each value from the picture's mean grey. Default 0.2.</param>
    /// <param name="saturation">The same for the distance of each pixel from its own grey. Default 0.2.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public ColorJitter(double brightness = 0.2, double contrast = 0.2, double saturation = 0.2)
    {
        AugmentationChecks.ThrowIfOutside(brightness, 0, 100);
        AugmentationChecks.ThrowIfOutside(contrast, 0, 100);
        AugmentationChecks.ThrowIfOutside(saturation, 0, 100);
        Brightness = brightness;
        Contrast = contrast;
        Saturation = saturation;
    }

    /// <summary>How far the factor of the brightness may lie from 1.</summary>
    public double Brightness { get; }

    /// <summary>How far the factor of the contrast may lie from 1.</summary>
    public double Contrast { get; }

    /// <summary>How far the factor of the saturation may lie from 1.</summary>
    public double Saturation { get; }

    /// <inheritdoc/>
    public Image Apply(Image image, ref RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(image);
        Span<int> order = [0, 1, 2];
        random.Shuffle(order);
        double brightness = DrawFactor(Brightness, ref random);
        double contrast = DrawFactor(Contrast, ref random);
        double saturation = DrawFactor(Saturation, ref random);
        foreach (int step in order)
        {
            image = step switch
            {
                0 => ImageEnhance.Brightness(image, brightness),
                1 => ImageEnhance.Contrast(image, contrast),
                _ => ImageEnhance.Saturation(image, saturation),
            };
        }

        return image;
    }

    private static double DrawFactor(double spread, ref RandomGenerator random) => random.NextUniform(Math.Max(0, 1 - spread), 1 + spread);
}
