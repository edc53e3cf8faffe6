namespace Fer.Preprocessing;

/// <summary>Applies one of several augmentations, each equally often, as torchvision's RandomChoice.</summary>
public sealed class RandomChoice : IImageAugmentation
{
    /// <summary>Creates the augmentation.</summary>
    /// <param name="augmentations">
    /// What to choose from, at least one; an empty <see cref="Compose"/> stands for leaving the picture.
    /// </param>
    /// <exception cref="ArgumentException">There is nothing to choose from.</exception>
    public RandomChoice(params IReadOnlyList<IImageAugmentation> augmentations)
    {
        ArgumentNullException.ThrowIfNull(augmentations);
        if (augmentations.Count == 0)
            throw new ArgumentException("There is nothing to choose from; give at least one augmentation.", nameof(augmentations));
        Augmentations = [.. augmentations];
    }

    /// <summary>What is chosen from.</summary>
    public IReadOnlyList<IImageAugmentation> Augmentations { get; }

    /// <inheritdoc/>
    public Image Apply(Image image, ref RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Augmentations[random.Next(Augmentations.Count)].Apply(image, ref random);
    }
}
