namespace Fer.Preprocessing;

/// <summary>The augmented pictures that an epoch sees, of the classes that are augmented, as network inputs.</summary>
internal sealed class ImageVariants
{
    private readonly Compose _augmentation;
    private readonly Normalization _normalization;
    private readonly ulong _seed;
    private readonly ulong _stream;
    private readonly bool[] _isAugmented;

    /// <summary>Takes the augmentations, their classes and seed, and the normalisation of the options.</summary>
    /// <param name="options">How pictures become inputs.</param>
    /// <param name="classes">The class names.</param>
    /// <param name="stream">Keeps the random numbers apart from others of the same seed.</param>
    /// <exception cref="DatasetException">A class to augment is not there.</exception>
    public ImageVariants(ImageSampleOptions options, IReadOnlyList<string> classes, ulong stream)
    {
        IReadOnlyList<string> augmented = options.AugmentedClasses ?? classes;
        if (augmented.FirstOrDefault(name => !classes.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            throw new DatasetException(
                $"'{unknown}' is to be augmented, but it is no class of the data set; its classes are {string.Join(", ", classes)}.");
        }

        _augmentation = new Compose(options.Augmentations);
        _normalization = options.Normalization;
        _seed = options.Seed;
        _stream = stream;
        _isAugmented =
            [.. classes.Select(name => options.Augmentations.Count > 0 && augmented.Contains(name, StringComparer.Ordinal))];
    }

    /// <summary>The variant of a picture.</summary>
    /// <param name="image">The picture, which stays as it is.</param>
    /// <param name="label">Its class.</param>
    /// <param name="epoch">The pass over the data, from 0.</param>
    /// <param name="key">What tells the sample from others.</param>
    public Image Vary(Image image, int label, int epoch, ulong key)
    {
        if (!_isAugmented[label])
            return image;
        RandomGenerator random = RandomGenerator.Create(_seed, _stream, (ulong)epoch, key);
        return _augmentation.Apply(image, ref random);
    }

    /// <summary>Refuses pictures whose channels the normalisation is not for.</summary>
    /// <param name="shape">Their shape.</param>
    /// <param name="name">What to call the first of them.</param>
    /// <exception cref="DatasetException">It is for another number of channels.</exception>
    public void CheckChannels(TensorShape shape, string name)
    {
        if (!_normalization.Accepts(shape.Channels))
        {
            throw new DatasetException(
                $"{name}: the number of channels is {shape.Channels}, but the normalisation is for {_normalization.Mean.Count}; "
                + "convert the pictures or choose another normalisation.");
        }
    }

    /// <summary>Writes a variant as a network input.</summary>
    /// <param name="variant">The augmented picture.</param>
    /// <param name="expected">The shape of all inputs.</param>
    /// <param name="id">The sample's identity.</param>
    /// <param name="destination">As many values.</param>
    /// <exception cref="DatasetException">Augmentation gave the picture another size than the others.</exception>
    public void Write(Image variant, TensorShape expected, string id, Span<float> destination)
    {
        TensorShape shape = ImageStore.ShapeOf(variant);
        if (shape != expected)
        {
            throw new DatasetException(
                $"{id}: augmentation made it {shape} (channels, height, width), but others are {expected}; "
                + "choose augmentations that give all pictures of all classes one size.");
        }

        _normalization.Apply(variant, destination);
    }
}
