namespace Fer.Preprocessing;

/// <summary>Several augmentations as one, in order, as torchvision's Compose.</summary>
public sealed class Compose : IImageAugmentation
{
    /// <summary>Creates the chain.</summary>
    /// <param name="augmentations">What to apply, in order; none leaves pictures as they are.</param>
    public Compose(params IReadOnlyList<IImageAugmentation> augmentations)
    {
        ArgumentNullException.ThrowIfNull(augmentations);
        Augmentations = [.. augmentations];
    }

    /// <summary>What is applied, in order.</summary>
    public IReadOnlyList<IImageAugmentation> Augmentations { get; }

    /// <inheritdoc/>
    public Image Apply(Image image, ref RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(image);
        foreach (IImageAugmentation augmentation in Augmentations)
            image = augmentation.Apply(image, ref random);
        return image;
    }
}
