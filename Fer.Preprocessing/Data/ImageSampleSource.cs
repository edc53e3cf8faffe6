using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Fer.Preprocessing;

/// <summary>
/// Pictures as a network takes them: decoded and transformed once, augmented and normalised at each load.
/// Safe to read from several threads at once.
/// </summary>
public sealed class ImageSampleSource : ISampleSource, ISubsettable<ImageSampleSource>
{
    // "augment": keeps these random numbers apart from others of the same seed.
    private const ulong RandomStream = 0x61_75_67_6D_65_6E_74;

    private readonly ImageStore _store;
    private readonly ImageSampleOptions _options;
    private readonly bool[] _isAugmented;
    private readonly int[] _rows;
    private readonly ulong[] _streams;

    private ImageSampleSource(
        ImageDataset data, ImageStore store, ImageSampleOptions options, bool[] isAugmented, int[] rows, ulong[] streams)
    {
        Data = data;
        _store = store;
        _options = options;
        _isAugmented = isAugmented;
        _rows = rows;
        _streams = streams;
    }

    /// <summary>The picture files.</summary>
    public ImageDataset Data { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes => Data.Classes;

    /// <inheritdoc/>
    public IReadOnlyList<int> Labels => Data.Labels;

    /// <inheritdoc/>
    public IReadOnlyList<string> Ids => Data.Ids;

    /// <summary>The number of samples.</summary>
    public int Count => _rows.Length;

    /// <inheritdoc/>
    public TensorShape InputShape { get; private set; }

    /// <summary>Decodes, transforms and checks every picture, and keeps them in memory if they fit the budget.</summary>
    /// <param name="data">The picture files.</param>
    /// <param name="decode">Decodes a picture file; called on several threads at once.</param>
    /// <param name="options">How pictures become inputs; the defaults if null.</param>
    /// <param name="progress">Told how many pictures are done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="DatasetException">
    /// There are no pictures, a file cannot be read, or a picture has another shape; the message names the first such file. Or a
    /// class to augment is not there.
    /// </exception>
    /// <exception cref="ImageFormatException">A picture cannot be decoded; the message names the first such file.</exception>
    public static ImageSampleSource Create(
        ImageDataset data,
        Func<ReadOnlyMemory<byte>, Image> decode,
        ImageSampleOptions? options = null,
        IProgress<ItemProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(decode);
        options ??= new ImageSampleOptions();
        if (data.Count == 0)
            throw new DatasetException("The data set has no pictures to make network inputs from.");

        bool[] isAugmented = AugmentedLabels(data, options);
        var store = new ImageStore(data, decode, options, progress, cancellationToken);
        if (!options.Normalization.Accepts(store.Shape.Channels))
        {
            throw new DatasetException(
                $"{data.Files[0]}: the number of channels is {store.Shape.Channels}, "
                + $"but the normalisation is for {options.Normalization.Mean.Count}; "
                + "convert the pictures or choose another normalisation.");
        }

        int[] rows = [.. Enumerable.Range(0, data.Count)];
        ulong[] streams = [.. data.Ids.Select(StreamOf)];
        var source = new ImageSampleSource(data, store, options, isAugmented, rows, streams);
        source.InputShape = ImageStore.ShapeOf(source.Variant(0, epoch: 0));
        return source;
    }

    /// <inheritdoc/>
    /// <exception cref="DatasetException">Augmentation gave the picture another size than the others.</exception>
    public void Load(int index, int epoch, Span<float> destination)
    {
        Image image = Variant(index, epoch);
        if (ImageStore.ShapeOf(image) != InputShape)
        {
            throw new DatasetException(
                $"{Ids[index]}: augmentation made it {ImageStore.ShapeOf(image)} (channels, height, width), but others are {InputShape}; "
                + "choose augmentations that give all pictures of all classes one size.");
        }

        _options.Normalization.Apply(image, destination);
    }

    /// <inheritdoc/>
    public void LoadTarget(int index, Span<float> destination)
    {
        if (Data.Targets is { } targets)
        {
            targets.AsSpan(index * Classes.Count, Classes.Count).CopyTo(destination);
            return;
        }

        destination.Clear();
        destination[Labels[index]] = 1;
    }

    /// <summary>The picture of a sample after the transforms, without augmentation. Do not write to it.</summary>
    public Image Picture(int index) => _store[_rows[index]];

    /// <inheritdoc/>
    public ImageSampleSource Subset(IReadOnlyList<int> indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        int[] rows = [.. indices.Select(i => _rows[i])];
        ulong[] streams = [.. indices.Select(i => _streams[i])];
        return new ImageSampleSource(Data.Subset(indices), _store, _options, _isAugmented, rows, streams) { InputShape = InputShape };
    }

    /// <summary>The picture of a sample as an epoch sees it.</summary>
    private Image Variant(int index, int epoch)
    {
        Image image = _store[_rows[index]];
        if (_options.Augmentations.Count == 0 || !_isAugmented[Labels[index]])
            return image;
        RandomGenerator random = RandomGenerator.Create(_options.Seed, RandomStream, (ulong)epoch, _streams[index]);
        foreach (IImageAugmentation augmentation in _options.Augmentations)
            image = augmentation.Apply(image, ref random);
        return image;
    }

    /// <summary>For each label whether its pictures are augmented.</summary>
    private static bool[] AugmentedLabels(ImageDataset data, ImageSampleOptions options)
    {
        IReadOnlyList<string> augmented = options.AugmentedClasses ?? data.Classes;
        if (augmented.FirstOrDefault(name => !data.Classes.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            throw new DatasetException(
                $"'{unknown}' is to be augmented, but it is no class of the data set; its classes are {string.Join(", ", data.Classes)}.");
        }

        return [.. data.Classes.Select(name => augmented.Contains(name, StringComparer.Ordinal))];
    }

    // By identity, not by position: a sample's variants stay the same when others are added or left out.
    private static ulong StreamOf(string id) =>
        BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}
