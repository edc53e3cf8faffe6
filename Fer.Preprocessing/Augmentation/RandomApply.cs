namespace Fer.Preprocessing;

/// <summary>Applies an augmentation by chance, as torchvision's RandomApply.</summary>
public sealed class RandomApply : IImageAugmentation
{
    /// <summary>Creates the augmentation.</summary>
    /// <param name="augmentation">What to apply; <see cref="Compose"/> makes one of several.</param>
    /// <param name="probability">How often to apply it, from 0 to 1. Default 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is out of its range.</exception>
    public RandomApply(IImageAugmentation augmentation, double probability = 0.5)
    {
        ArgumentNullException.ThrowIfNull(augmentation);
        AugmentationChecks.ThrowIfNotProbability(probability);
        Augmentation = augmentation;
        Probability = probability;
    }

    /// <summary>What is applied.</summary>
    public IImageAugmentation Augmentation { get; }

    /// <summary>How often it is applied.</summary>
    public double Probability { get; }

    /// <inheritdoc/>
    public Image Apply(Image image, ref RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(image);
        return random.NextDouble() < Probability ? Augmentation.Apply(image, ref random) : image;
    }
}
