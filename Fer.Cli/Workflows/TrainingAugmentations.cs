using Fer.Preprocessing;

namespace Fer.Cli.Workflows;

/// <summary>How pictures are varied while training.</summary>
internal static class TrainingAugmentations
{
    /// <summary>Flips and slight rotations, unless the settings want none.</summary>
    public static IReadOnlyList<IImageAugmentation> Of(TrainSettings settings) =>
        settings.Augment ? [new HorizontalFlip(), new RandomRotation(settings.RotationDegrees)] : [];
}
