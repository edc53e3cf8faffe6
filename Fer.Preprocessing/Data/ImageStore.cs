namespace Fer.Preprocessing;

/// <summary>
/// The transformed pictures of a data set, all of one shape: in memory where they fit the budget, else decoded when asked for.
/// </summary>
internal sealed class ImageStore
{
    private readonly ImageDataset _data;
    private readonly Func<ReadOnlyMemory<byte>, Image> _decode;
    private readonly IReadOnlyList<IImageTransform> _transforms;
    private readonly PixelPool? _pool;
    private readonly string _shapeOrigin;
    private readonly Image[]? _cache;

    /// <summary>Decodes and checks every picture once.</summary>
    public ImageStore(
        ImageDataset data,
        Func<ReadOnlyMemory<byte>, Image> decode,
        ImageSampleOptions options,
        IProgress<ItemProgress>? progress,
        CancellationToken cancellationToken)
    {
        _data = data;
        _decode = decode;
        _transforms = options.Transforms;
        _pool = options.PixelPool;
        Shape = options.InputShape ?? ShapeOf(DecodeAny(0));
        _shapeOrigin = options.InputShape is null ? $"{data.Files[0]} is {Describe(Shape)}" : $"{Describe(Shape)} is needed";

        var cache = (long)data.Count * Shape.Size <= options.CacheBytes ? new Image[data.Count] : null;
        ParallelItems.For(data.Count, options.Threads, progress, DecodeAndKeep, cancellationToken);
        _cache = cache;

        void DecodeAndKeep(int index)
        {
            Image image = Decode(index);
            if (cache is not null)
                cache[index] = image;
        }
    }

    /// <summary>The shape of every picture.</summary>
    public TensorShape Shape { get; }

    /// <summary>One transformed picture, not to be changed.</summary>
    public Image this[int index] => _cache is not null ? _cache[index] : Decode(index);

    /// <summary>A picture's shape as a network input.</summary>
    public static TensorShape ShapeOf(Image image) => new(image.Channels, image.Height, image.Width);

    private Image Decode(int index)
    {
        Image image = DecodeAny(index);
        if (ShapeOf(image) == Shape)
            return image;
        string wayOut = image.Channels == Shape.Channels
            ? "resize all pictures to one size"
            : "convert all pictures to grey or all to colour";
        throw new DatasetException($"{_data.Files[index]}: is {Describe(ShapeOf(image))}, but {_shapeOrigin}; {wayOut}.");
    }

    private Image DecodeAny(int index)
    {
        try
        {
            Image decoded = _data.Decode(index, _decode);
            Image image = decoded;
            foreach (IImageTransform transform in _transforms)
                image = transform.Apply(image);
            if (image.Pixels != decoded.Pixels)
                _pool?.Return(decoded);
            return image;
        }
        catch (ImageFormatException error)
        {
            throw new ImageFormatException($"{_data.Files[index]}: {error.Message}", error);
        }
    }

    private static string Describe(TensorShape shape) =>
        $"{shape.Width}x{shape.Height} with {shape.Channels} channel{(shape.Channels == 1 ? "" : "s")}";
}
