namespace Fer.Preprocessing;

/// <summary>Applies one of several augmentations to each batch, each equally often: <see cref="MixUp"/> or <see cref="CutMix"/>.</summary>
public sealed class RandomBatchChoice : IBatchAugmentation
{
    /// <summary>Creates the augmentation.</summary>
    /// <param name="augmentations">What to choose from, at least one.</param>
    /// <exception cref="ArgumentException">There is nothing to choose from.</exception>
    public RandomBatchChoice(params IReadOnlyList<IBatchAugmentation> augmentations)
    {
        ArgumentNullException.ThrowIfNull(augmentations);
        if (augmentations.Count == 0)
            throw new ArgumentException("There is nothing to choose from; give at least one augmentation.", nameof(augmentations));
        Augmentations = [.. augmentations];
    }

    /// <summary>What is chosen from.</summary>
    public IReadOnlyList<IBatchAugmentation> Augmentations { get; }

    /// <inheritdoc/>
    public void Apply(Batch batch, ref RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Augmentations[random.Next(Augmentations.Count)].Apply(batch, ref random);
    }
}
