namespace Fer.Preprocessing;

/// <summary>The pictures that a sampler has made: in memory where they fit the budget, else made when asked for.</summary>
internal sealed class DerivedImages
{
    private readonly Image?[]? _images;
    private readonly ImageTable? _pixels;
    private readonly ResampledTable? _resampled;

    private DerivedImages(Image?[]? images, ImageTable? pixels, ResampledTable? resampled) =>
        (_images, _pixels, _resampled) = (images, pixels, resampled);

    /// <summary>No pictures: all are the source's.</summary>
    public static DerivedImages None { get; } = new(null, null, null);

    /// <summary>Makes the pictures, or keeps what they are made of.</summary>
    /// <param name="pixels">The pictures that were resampled.</param>
    /// <param name="resampled">What the sampler planned.</param>
    /// <param name="options">The budget and the threads.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static DerivedImages Create(
        ImageTable pixels, ResampledTable resampled, ImageSampleOptions options, CancellationToken cancellationToken)
    {
        int derived = resampled.Origins.Count(IsDerived);
        if ((long)derived * resampled.Columns > options.CacheBytes)
            return new DerivedImages(null, pixels, resampled);

        var images = new Image?[resampled.Count];
        ParallelItems.For(images.Length, options.Threads, null, i => images[i] = Make(pixels, resampled, i), cancellationToken);
        return new DerivedImages(images, null, null);
    }

    /// <summary>The picture of a row; null if it is its parent's.</summary>
    public Image? Find(int row) => _images is not null ? _images[row]
        : _pixels is not null ? Make(_pixels, _resampled!, row)
        : null;

    private static Image? Make(ImageTable pixels, ResampledTable resampled, int row)
    {
        if (!IsDerived(resampled.Origins[row]))
            return null;
        var values = new float[resampled.Columns];
        resampled.CopyTo(row, values);
        return pixels.ToImage(values);
    }

    private static bool IsDerived(RowOrigin origin) => origin.Kind != RowOriginKind.Original;
}
