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
    /// <exception cref="DatasetException">There is no picture, or one differs in size or format.</exception>
    public static ImageTable FromImages(
        IReadOnlyList<string> classes, IReadOnlyList<int> labels, IReadOnlyList<string> ids, IReadOnlyList<Image> images)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(images);
        if (images.Count == 0)
            throw new DatasetException("There are no pictures to make a table of.");
        if (images.Count != ids.Count)
            throw new ArgumentException($"{images.Count} pictures and {ids.Count} ids are not as many of each.", nameof(images));
        Image first = images[0];
        int columns = first.Pixels.Length;
        var values = new float[checked(images.Count * columns)];
        for (int i = 0; i < images.Count; i++)
        {
            Image image = images[i];
            if (image.Width != first.Width || image.Height != first.Height || image.Format != first.Format)
            {
                throw new DatasetException(
                    $"'{ids[i]}' is {image.Width}x{image.Height} {image.Format}, the first picture {first.Width}x{first.Height} "
                    + $"{first.Format}; bring all to one size and format.");
            }

            for (int c = 0; c < columns; c++)
                values[i * columns + c] = image.Pixels[c] / 255f;
        }

        return new ImageTable(new FeatureTable(classes, labels, ids, values, columns), first);
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
}
