namespace Fer.Preprocessing;

/// <summary>Pictures of one size as rows of features, so that samplers can work on pixels, and rows as pictures again.</summary>
public sealed class ImageTable
{
    private readonly int _width;
    private readonly int _height;
    private readonly PixelFormat _format;

    private ImageTable(FeatureTable table, Image first) =>
        (Table, _width, _height, _format) = (table, first.Width, first.Height, first.Format);

    /// <summary>A row per picture: its bytes in their order, each divided by 255.</summary>
    public FeatureTable Table { get; }

    /// <summary>Gathers pictures.</summary>
    /// <param name="classes">The class names.</param>
    /// <param name="labels">The class of each picture.</param>
    /// <param name="ids">The identity of each picture, unique.</param>
    /// <param name="images">The pictures, at least one, all of one size and format.</param>
    /// <exception cref="DatasetException">There is no picture, one differs in size or format, or they are too many.</exception>
    public static ImageTable FromImages(
        IReadOnlyList<string> classes, IReadOnlyList<int> labels, IReadOnlyList<string> ids, IReadOnlyList<Image> images)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(images);
        if (images.Count != ids.Count)
            throw new ArgumentException($"{images.Count} pictures and {ids.Count} ids are not as many of each.", nameof(images));
        return Create(classes, labels, ids, i => images[i], threads: 0, CancellationToken.None);
    }

    /// <summary>Gathers the pictures of network inputs, as they are before augmentation.</summary>
    /// <param name="samples">The network inputs.</param>
    /// <param name="threads">The most threads; 0, the default, for all cores.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="DatasetException">The pixels are too many for one table.</exception>
    public static ImageTable FromSamples(ImageSampleSource samples, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return Create(samples.Classes, samples.Labels, samples.Ids, samples.Picture, threads, cancellationToken);
    }

    /// <summary>A row as a picture: each value times 255, rounded, from 0 to 255.</summary>
    /// <param name="row">A row of this table, or one that a sampler made of it.</param>
    public Image ToImage(ReadOnlySpan<float> row)
    {
        if (row.Length != Table.Columns)
            throw new ArgumentException($"A row has {Table.Columns} values, not {row.Length}.", nameof(row));
        var image = new Image(_width, _height, _format);
        for (int c = 0; c < row.Length; c++)
            image.Pixels[c] = (byte)Math.Clamp(MathF.Round(row[c] * 255), 0, 255);
        return image;
    }

    private static ImageTable Create(
        IReadOnlyList<string> classes, IReadOnlyList<int> labels, IReadOnlyList<string> ids, Func<int, Image> picture, int threads,
        CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
            throw new DatasetException("There are no pictures to make a table of.");
        Image first = picture(0);
        int columns = first.Pixels.Length;
        if ((long)ids.Count * columns > Array.MaxLength)
        {
            throw new DatasetException(
                $"{ids.Count} pictures of {first.Width}x{first.Height} {first.Format} have more values than one table can hold; "
                + "make them smaller or grey.");
        }

        var values = new float[ids.Count * columns];
        ParallelItems.For(ids.Count, threads, null, Copy, cancellationToken);
        return new ImageTable(new FeatureTable(classes, labels, ids, values, columns), first);

        void Copy(int row)
        {
            Image image = picture(row);
            if (image.Width != first.Width || image.Height != first.Height || image.Format != first.Format)
            {
                throw new DatasetException(
                    $"'{ids[row]}' is {image.Width}x{image.Height} {image.Format}, the first picture {first.Width}x{first.Height} "
                    + $"{first.Format}; bring all to one size and format.");
            }

            Span<float> destination = values.AsSpan(row * columns, columns);
            for (int c = 0; c < columns; c++)
                destination[c] = image.Pixels[c] / 255f;
        }
    }
}
