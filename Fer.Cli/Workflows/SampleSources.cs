using Fer.Cli.Console;
using Fer.Preprocessing;

namespace Fer.Cli.Workflows;

/// <summary>
/// Makes network inputs of pictures as a run's settings ask: grey or in colour, resized, equalised, and while training balanced and
/// augmented.
/// </summary>
internal sealed class SampleSources(TrainSettings settings, CommandContext context)
{
    /// <summary>With augmentation; the first picture decides the size where the settings do not.</summary>
    public ImageSampleSource ForTraining(ImageDataset data) => Create(data, TrainingOptions());

    /// <summary>The training pictures with as many of each class as the settings ask.</summary>
    public TrainingSplit<ISampleSource> Balance(TrainingSplit<ImageSampleSource> training)
    {
        if (ClassBalancing.CreateSampler(settings.Balance, training.Data, settings.Seed, context.Threads) is not { } sampler)
            return training.Map<ISampleSource>(samples => samples);
        return context.Messages.WithProgress("Balancing classes", progress => ResampledImageSource.Create(
            training, sampler, TrainingOptions(), ProgressWords.OfFraction(progress), context.CancellationToken))
            .Map<ISampleSource>(samples => samples);
    }

    /// <summary>Without augmentation, all of the shape that the training pictures had.</summary>
    public ImageSampleSource ForValidation(ImageDataset data, TensorShape input) =>
        Create(data, Options() with { InputShape = input });

    /// <summary>As they are, or all mirrored; other sizes, as another data set may have them, are resized to the network's input.</summary>
    public ImageSampleSource ForEvaluation(ImageDataset data, bool mirrored) => Create(data, Options() with
    {
        Augmentations = mirrored ? [new HorizontalFlip(probability: 1)] : [],
        Transforms = Transforms(Resize(settings.InputShape.Width, settings.InputShape.Height)),
    });

    private static ResizeTransform Resize(int width, int height) => new(width, height, Interpolation.Area);

    /// <summary>Equalisation comes last, so that its tiles are as large as they were in training, whatever a picture's size.</summary>
    private IImageTransform[] Transforms(params IImageTransform[] fit) =>
    [
        settings.Color ? new RgbTransform() : new GrayscaleTransform(),
        .. settings.Resize is [int width, int height] ? [Resize(width, height)] : Array.Empty<IImageTransform>(),
        .. fit,
        .. settings.Clahe is { } clahe ? [clahe.ToTransform()] : Array.Empty<IImageTransform>(),
    ];

    private ImageSampleOptions TrainingOptions() => Options() with
    {
        Augmentations = TrainingAugmentations.Of(settings),
        AugmentedClasses = settings.AugmentedClasses,
    };

    private ImageSampleOptions Options() => new()
    {
        Transforms = Transforms(),
        Normalization = NormalizationModes.Of(settings.Normalization),
        Seed = settings.Seed,
        PixelPool = Pictures.Pool,
        Threads = context.Threads,
    };

    private ImageSampleSource Create(ImageDataset data, ImageSampleOptions options) =>
        context.Messages.WithProgress("Decoding pictures", progress => ImageSampleSource.Create(
            data, Pictures.Decode, options, ProgressWords.OfItems(progress), context.CancellationToken));
}
