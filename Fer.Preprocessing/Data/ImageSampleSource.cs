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
    private readonly ImageVariants _variants;
    private readonly int[] _rows;
    private readonly ulong[] _streams;

    private ImageSampleSource(ImageDataset data, ImageStore store, ImageVariants variants, int[] rows, ulong[] streams)
    {
        Data = data;
        _store = store;
        _variants = variants;
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

        var variants = new ImageVariants(options, data.Classes, RandomStream);
        var store = new ImageStore(data, decode, options, progress, cancellationToken);
        variants.CheckChannels(store.Shape, data.Files[0]);
        int[] rows = [.. Enumerable.Range(0, data.Count)];
        ulong[] streams = [.. data.Ids.Select(StreamOf)];
        var source = new ImageSampleSource(data, store, variants, rows, streams);
        source.InputShape = ImageStore.ShapeOf(source.Variant(0, epoch: 0));
        return source;
    }

    /// <inheritdoc/>
    /// <exception cref="DatasetException">Augmentation gave the picture another size than the others.</exception>
    public void Load(int index, int epoch, Span<float> destination) =>
        _variants.Write(Variant(index, epoch), InputShape, Ids[index], destination);

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
        return new ImageSampleSource(Data.Subset(indices), _store, _variants, rows, streams) { InputShape = InputShape };
    }

    /// <summary>The picture of a sample as an epoch sees it.</summary>
    private Image Variant(int index, int epoch) => _variants.Vary(Picture(index), Labels[index], epoch, _streams[index]);

    // By identity, not by position: a sample's variants stay the same when others are added or left out.
    private static ulong StreamOf(string id) =>
        BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}
