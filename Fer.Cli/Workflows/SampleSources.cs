using Fer.Cli.Console;
using Fer.Preprocessing;

namespace Fer.Cli.Workflows;

/// <summary>Makes network inputs of pictures as a run's settings ask: grey or in colour, resized, and augmented while training.</summary>
internal sealed class SampleSources(TrainSettings settings, CommandContext context)
{
    /// <summary>With augmentation; the first picture decides the size where the settings do not.</summary>
    public ImageSampleSource ForTraining(ImageDataset data) => Create(data, Options() with
    {
        Augmentations = settings.Augment ? [new HorizontalFlip(), new RandomRotation(settings.RotationDegrees)] : [],
    });

    /// <summary>Without augmentation, all of the shape that the training pictures had.</summary>
    public ImageSampleSource ForValidation(ImageDataset data, TensorShape input) =>
        Create(data, Options() with { InputShape = input });

    /// <summary>As they are, or all mirrored; other sizes, as another data set may have them, are resized to the network's input.</summary>
    public ImageSampleSource ForEvaluation(ImageDataset data, bool mirrored) => Create(data, Options() with
    {
        Augmentations = mirrored ? [new HorizontalFlip(probability: 1)] : [],
        Transforms = [.. Options().Transforms, Resize(settings.InputShape.Width, settings.InputShape.Height)],
    });

    private static ResizeTransform Resize(int width, int height) => new(width, height, Interpolation.Area);

    private IImageTransform Channels() => settings.Color ? new RgbTransform() : new GrayscaleTransform();

    private ImageSampleOptions Options() => new()
    {
        Transforms = settings.Resize is [int width, int height] ? [Channels(), Resize(width, height)] : [Channels()],
        Normalization = NormalizationModes.Of(settings.Normalization),
        Seed = settings.Seed,
        Threads = context.Threads,
    };

    private ImageSampleSource Create(ImageDataset data, ImageSampleOptions options) =>
        context.Messages.WithProgress("Decoding pictures", progress => ImageSampleSource.Create(
            data, Pictures.Decode, options, ProgressWords.OfItems(progress), context.CancellationToken));
}
