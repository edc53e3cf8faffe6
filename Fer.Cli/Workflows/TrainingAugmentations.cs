using Fer.Preprocessing;

namespace Fer.Cli.Workflows;

/// <summary>How pictures are varied while training, by the names that the command line gives the variations.</summary>
internal static class TrainingAugmentations
{
    private static readonly (string Name, Func<TrainSettings, IImageAugmentation> Create)[] s_known =
    [
        ("flip", _ => new HorizontalFlip()),
        ("rotate", settings => new RandomRotation(settings.RotationDegrees)),
        ("shift", _ => new RandomTranslation()),
        ("zoom", _ => new RandomZoom()),
        ("affine", settings => new RandomAffine(settings.RotationDegrees)),
        ("crop", _ => new RandomCrop()),
        ("color", _ => new ColorJitter()),
        ("gamma", _ => new RandomGamma()),
        ("noise", _ => new GaussianNoise()),
        ("erase", _ => new RandomErasing()),
    ];

    /// <summary>All names.</summary>
    public static IEnumerable<string> Names => s_known.Select(known => known.Name);

    /// <summary>Those of the settings, in their order, that vary a picture when it is loaded.</summary>
    public static IReadOnlyList<IImageAugmentation> Of(TrainSettings settings) =>
        settings.Augment && !TorchEngines.AugmentsOnDevice(settings)
            ? [.. settings.Augmentations.Select(name => Find(name).Create(settings))]
            : [];

    /// <summary>Mixup, CutMix, or one of the two at random for each batch; null for neither.</summary>
    public static IBatchAugmentation? OfBatches(TrainSettings settings) => (settings.MixUp, settings.CutMix) switch
    {
        (0, 0) => null,
        (_, 0) => new MixUp(settings.MixUp),
        (0, _) => new CutMix(settings.CutMix),
        _ => new RandomBatchChoice(new MixUp(settings.MixUp), new CutMix(settings.CutMix)),
    };

    /// <summary>Reads names with commas between them.</summary>
    /// <exception cref="FerException">A name is not known.</exception>
    public static string[] Parse(string names)
    {
        string[] parsed = names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (string name in parsed)
            Find(name);
        return parsed;
    }

    private static (string Name, Func<TrainSettings, IImageAugmentation> Create) Find(string name)
    {
        int index = Array.FindIndex(s_known, known => known.Name == name);
        return index >= 0
            ? s_known[index]
            : throw new FerException($"'{name}' is no augmentation; there are {string.Join(", ", Names)}, with commas between them.");
    }
}
