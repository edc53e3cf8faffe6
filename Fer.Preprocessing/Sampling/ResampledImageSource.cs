namespace Fer.Preprocessing;

/// <summary>
/// Training pictures whose classes a sampler has balanced, as a network takes them. The sampler works on the pictures' pixels as they
/// are after the transforms; what it makes is rounded to 8 bits, and augmented and normalised as any other picture. Safe to read from
/// several threads at once.
/// </summary>
/// <remarks>
/// It takes a training split and nothing else, so split first. While the sampler works, each pixel takes four bytes (265 MB for
/// FER2013's 28,709 pictures of 48x48); samplers that look at labels alone, such as <see cref="RandomUnderSampler"/>, take none.
/// </remarks>
/// <example><code>
/// TrainingSplit&lt;ResampledImageSource&gt; balanced = ResampledImageSource.Create(training, new Smote { Seed = 1 }, options);
/// </code></example>
public sealed class ResampledImageSource : ISampleSource
{
    // "resample": keeps the augmentation's random numbers apart from others of the same seed.
    private const ulong RandomStream = 0x72_65_73_61_6D_70_6C_65;

    private readonly ImageSampleSource _pictures;
    private readonly ImageSampleOptions _options;
    private readonly DerivedImages _derived;
    private readonly int[] _parents;

    private ResampledImageSource(
        ImageSampleSource pictures, ImageSampleOptions options, ResampledTable resampled, DerivedImages derived)
    {
        _pictures = pictures;
        _options = options;
        _derived = derived;
        _parents = [.. resampled.Origins.Select(origin => origin.Parent)];
        Labels = resampled.Labels;
        Ids = resampled.Ids;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes => _pictures.Classes;

    /// <inheritdoc/>
    public IReadOnlyList<int> Labels { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>The number of samples.</summary>
    public int Count => _parents.Length;

    /// <inheritdoc/>
    public TensorShape InputShape => _pictures.InputShape;

    /// <summary>Balances the classes of training pictures.</summary>
    /// <param name="training">The pictures; their own augmentation and normalisation are not used.</param>
    /// <param name="sampler">What adds pictures or takes them out.</param>
    /// <param name="options">
    /// The augmentations, their seed and the normalisation for the result; threads, and the most bytes of new pictures to keep, others
    /// being made at each load. The defaults if null. The transforms have been applied already.
    /// </param>
    /// <param name="progress">Told the part that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="DatasetException">
    /// There is one class only, a class is too small for the sampler, or the pixels are too many for one table.
    /// </exception>
    public static TrainingSplit<ResampledImageSource> Create(
        TrainingSplit<ImageSampleSource> training, ISampler sampler, ImageSampleOptions? options = null,
        IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(sampler);
        options ??= new ImageSampleOptions();
        ImageSampleSource pictures = training.Data;
        ImageTable? pixels = sampler is Sampler { ReadsFeatures: false }
            ? null
            : ImageTable.FromSamples(pictures, options.Threads, cancellationToken);
        FeatureTable table = pixels?.Table ?? LabelsAlone(pictures);
        return sampler.FitResample(training.Map(_ => table), progress, cancellationToken).Map(resampled => new ResampledImageSource(
            pictures, options, resampled,
            pixels is null ? DerivedImages.None : DerivedImages.Create(pixels, resampled, options, cancellationToken)));
    }

    /// <inheritdoc/>
    public void Load(int index, int epoch, Span<float> destination)
    {
        Image image = Picture(index);
        if (_options.Augmentations.Count > 0)
        {
            // By position, which the sampler's seed decides.
            RandomGenerator random = RandomGenerator.Create(_options.Seed, RandomStream, (ulong)epoch, (ulong)index);
            foreach (IImageAugmentation augmentation in _options.Augmentations)
                image = augmentation.Apply(image, ref random);
        }

        _options.Normalization.Apply(image, destination);
    }

    /// <summary>A picture without augmentation. Do not write to it.</summary>
    public Image Picture(int index) => _derived.Find(index) ?? _pictures.Picture(_parents[index]);

    private static FeatureTable LabelsAlone(ImageSampleSource pictures) =>
        new(pictures.Classes, pictures.Labels, pictures.Ids, new float[pictures.Count], columns: 1);
}
