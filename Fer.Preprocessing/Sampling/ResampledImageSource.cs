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
    private readonly ImageVariants _variants;
    private readonly DerivedImages _derived;
    private readonly IReadOnlyList<RowOrigin> _origins;

    private ResampledImageSource(
        ImageSampleSource pictures, ImageVariants variants, ResampledTable resampled, DerivedImages derived)
    {
        _pictures = pictures;
        _variants = variants;
        _derived = derived;
        _origins = resampled.Origins;
        Labels = resampled.Labels;
        Ids = resampled.Ids;
        InputShape = ImageStore.ShapeOf(Variant(0, epoch: 0));
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes => _pictures.Classes;

    /// <inheritdoc/>
    public IReadOnlyList<int> Labels { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>The number of samples.</summary>
    public int Count => _origins.Count;

    /// <inheritdoc/>
    public TensorShape InputShape { get; }

    /// <summary>Balances the classes of training pictures.</summary>
    /// <param name="training">The pictures; their own augmentation and normalisation are not used.</param>
    /// <param name="sampler">What adds pictures or takes them out.</param>
    /// <param name="options">
    /// The augmentations, their classes and seed and the normalisation for the result; threads, and the most bytes of new pictures to
    /// keep, others being made at each load. The defaults if null. The transforms have been applied already.
    /// </param>
    /// <param name="progress">Told the part that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="DatasetException">
    /// There is one class only, a class is too small for the sampler or it leaves no pictures, the pixels are too many for one table, a class to augment is not
    /// there, or the normalisation is for another number of channels.
    /// </exception>
    public static TrainingSplit<ResampledImageSource> Create(
        TrainingSplit<ImageSampleSource> training, ISampler sampler, ImageSampleOptions? options = null,
        IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(sampler);
        options ??= new ImageSampleOptions();
        ImageSampleSource pictures = training.Data;
        var variants = new ImageVariants(options, pictures.Classes, RandomStream);
        variants.CheckChannels(ImageStore.ShapeOf(pictures.Picture(0)), pictures.Ids[0]);
        ImageTable? pixels = sampler is Sampler { ReadsFeatures: false }
            ? null
            : ImageTable.FromSamples(pictures, options.Threads, cancellationToken);
        FeatureTable table = pixels?.Table ?? LabelsAlone(pictures);
        return sampler.FitResample(training.Map(_ => table), progress, cancellationToken).Map(resampled =>
        {
            if (resampled.Count == 0)
                throw new DatasetException("The sampler has left no pictures to learn from; ask it for some of each class.");
            return new ResampledImageSource(
                pictures, variants, resampled,
                pixels is null ? DerivedImages.None : DerivedImages.Create(pixels, resampled, options, cancellationToken));
        });
    }

    /// <inheritdoc/>
    /// <exception cref="DatasetException">Augmentation gave the picture another size than the others.</exception>
    public void Load(int index, int epoch, Span<float> destination) =>
        _variants.Write(Variant(index, epoch), InputShape, Ids[index], destination);

    /// <inheritdoc/>
    /// <remarks>
    /// Where the pictures have soft targets, a new one between two has theirs mixed as the pictures are, one beyond its parent its
    /// parent's, and a centroid the mean.
    /// </remarks>
    public void LoadTarget(int index, Span<float> destination)
    {
        RowOrigin origin = _origins[index];
        if (_pictures.Data.Targets is null || origin.Kind is RowOriginKind.Original or RowOriginKind.Copy)
            _pictures.LoadTarget(origin.Parent, destination);
        else if (origin.Kind == RowOriginKind.Interpolation)
            ResampledTable.Interpolate(TargetOf(origin.Parent), TargetOf(origin.Neighbor), Math.Max(origin.Gap, 0), destination);
        else
            AverageTargets(origin.Parents, destination);
    }

    /// <summary>A picture without augmentation. Do not write to it.</summary>
    public Image Picture(int index) => _derived.Find(index) ?? _pictures.Picture(_origins[index].Parent);

    /// <summary>The picture of a sample as an epoch sees it. Its random numbers go by its position, which the sampler's seed decides.
    /// </summary>
    private Image Variant(int index, int epoch) => _variants.Vary(Picture(index), Labels[index], epoch, (ulong)index);

    private ReadOnlySpan<float> TargetOf(int picture) =>
        _pictures.Data.Targets.AsSpan(picture * Classes.Count, Classes.Count);

    private void AverageTargets(IReadOnlyList<int> pictures, Span<float> destination)
    {
        destination.Clear();
        foreach (int picture in pictures)
        {
            ReadOnlySpan<float> target = TargetOf(picture);
            for (int c = 0; c < target.Length; c++)
                destination[c] += target[c] / pictures.Count;
        }
    }

    private static FeatureTable LabelsAlone(ImageSampleSource pictures) =>
        new(pictures.Classes, pictures.Labels, pictures.Ids, new float[pictures.Count], columns: 1);
}
