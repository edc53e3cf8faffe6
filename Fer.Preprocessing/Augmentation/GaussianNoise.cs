namespace Fer.Preprocessing;

/// <summary>
/// Adds normally distributed noise to every value, rounded and kept within 0 to 255, as torchvision's GaussianNoise. Alpha stays
/// as it is.
/// </summary>
public sealed class GaussianNoise : IImageAugmentation
{
    /// <summary>Creates the augmentation.</summary>
    /// <param name="sigma">The noise's standard deviation where white is 1, from 0 to 1. Default 0.02, about 5 levels of 255.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is out of its range.</exception>
    public GaussianNoise(double sigma = 0.02)
    {
        AugmentationChecks.ThrowIfOutside(sigma, 0, 1);
        Sigma = sigma;
    }

    /// <summary>The noise's standard deviation where white is 1.</summary>
    public double Sigma { get; }

    /// <inheritdoc/>
    public Image Apply(Image image, ref RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(image);
        var noisy = new Image(image.Width, image.Height, image.Format);
        bool hasAlpha = image.Format == PixelFormat.Rgba32;
        for (int i = 0; i < noisy.Pixels.Length; i++)
        {
            byte value = image.Pixels[i];
            noisy.Pixels[i] = hasAlpha && i % 4 == 3 ? value : AddNoise(value, ref random);
        }

        return noisy;
    }

    private byte AddNoise(byte value, ref RandomGenerator random) =>
        (byte)Math.Clamp(Math.Round(value + (255 * Sigma * random.NextGaussian())), 0, 255);
}
