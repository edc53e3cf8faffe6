namespace Fer.Preprocessing;

/// <summary>Labelled pictures; what lies in files stays on disk until asked for.</summary>
public sealed class ImageDataset : ISubsettable<ImageDataset>
{
    /// <summary>Gathers labelled picture files.</summary>
    /// <param name="classes">The class names.</param>
    /// <param name="labels">The class of each picture, an index into <paramref name="classes"/>.</param>
    /// <param name="ids">The identity of each picture, unique: its path relative to the data's root with forward slashes.</param>
    /// <param name="files">Where each picture lies on disk.</param>
    /// <exception cref="ArgumentException">The lengths differ, a label is outside the classes, or an identity comes twice.</exception>
    public ImageDataset(
        IReadOnlyList<string> classes, IReadOnlyList<int> labels, IReadOnlyList<string> ids, IReadOnlyList<string> files)
        : this(classes, labels, ids, ToSources(files))
    {
    }

    /// <summary>Gathers labelled pictures.</summary>
    /// <param name="classes">The class names.</param>
    /// <param name="labels">The class of each picture, an index into <paramref name="classes"/>.</param>
    /// <param name="ids">The identity of each picture, unique.</param>
    /// <param name="sources">Where each picture comes from.</param>
    /// <exception cref="ArgumentException">The lengths differ, a label is outside the classes, or an identity comes twice.</exception>
    public ImageDataset(
        IReadOnlyList<string> classes, IReadOnlyList<int> labels, IReadOnlyList<string> ids, IReadOnlyList<ImageSource> sources)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(sources);
        if (labels.Count != ids.Count || labels.Count != sources.Count)
            throw new ArgumentException($"{labels.Count} labels, {ids.Count} ids and {sources.Count} pictures are not as many of each.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < labels.Count; i++)
        {
            if ((uint)labels[i] >= (uint)classes.Count)
                throw new ArgumentException($"'{ids[i]}': label {labels[i]} is outside the {classes.Count} classes.", nameof(labels));
            if (!seen.Add(ids[i]))
                throw new ArgumentException($"'{ids[i]}' comes twice; each picture needs an identity of its own.", nameof(ids));
        }

        Classes = classes;
        Labels = labels;
        Ids = ids;
        Sources = sources;
        Files = [.. sources.Select(source => source.Location)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public IReadOnlyList<int> Labels { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>Where each picture comes from.</summary>
    public IReadOnlyList<ImageSource> Sources { get; }

    /// <summary>Where each picture lies, to name it in messages: its path, or a file and a line of it.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>
    /// Soft targets: pictures x classes, row by row, each row the probabilities of the classes. Default null: each picture is of
    /// its class alone.
    /// </summary>
    /// <exception cref="ArgumentException">The length does not fit, or a row does not sum to 1.</exception>
    public float[]? Targets
    {
        get;
        init => field = value is null ? null : CheckTargets(value);
    }

    /// <summary>
    /// A key per picture, for example the person it shows; what has the same key belongs on one side of a split. Default null:
    /// not known.
    /// </summary>
    /// <exception cref="ArgumentException">There are not as many keys as pictures.</exception>
    public IReadOnlyList<string>? Groups
    {
        get;
        init => field = value is null || value.Count == Count
            ? value
            : throw new ArgumentException($"{value.Count} group keys do not fit {Count} pictures.", nameof(value));
    }

    /// <summary>How sure the data set is of each picture, on its own scale. Default null: not known.</summary>
    /// <exception cref="ArgumentException">There are not as many values as pictures.</exception>
    public IReadOnlyList<float>? Confidences
    {
        get;
        init => field = value is null || value.Count == Count
            ? value
            : throw new ArgumentException($"{value.Count} confidences do not fit {Count} pictures.", nameof(value));
    }

    /// <summary>The number of pictures.</summary>
    public int Count => Labels.Count;

    /// <summary>What tells a picture from others: its file as it is on disk, or its pixels.</summary>
    /// <param name="index">Which picture.</param>
    /// <exception cref="DatasetException">The file cannot be read: it is gone, or the right to read it is missing.</exception>
    public byte[] ReadBytes(int index) => Sources[index].ReadBytes();

    /// <summary>One picture, not to be changed.</summary>
    /// <param name="index">Which picture.</param>
    /// <param name="decode">Decodes a picture file.</param>
    /// <exception cref="DatasetException">The file cannot be read.</exception>
    /// <exception cref="ImageFormatException">The file cannot be decoded.</exception>
    public Image Decode(int index, Func<ReadOnlyMemory<byte>, Image> decode) => Sources[index].Decode(decode);

    /// <inheritdoc/>
    public ImageDataset Subset(IReadOnlyList<int> indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return new ImageDataset(Classes, Pick(Labels, indices), Pick(Ids, indices), Pick(Sources, indices))
        {
            Targets = Targets is null ? null : [.. indices.SelectMany(i => Targets[(i * Classes.Count)..((i + 1) * Classes.Count)])],
            Groups = Groups is null ? null : Pick(Groups, indices),
            Confidences = Confidences is null ? null : Pick(Confidences, indices),
        };
    }

    private static T[] Pick<T>(IReadOnlyList<T> values, IReadOnlyList<int> indices) => [.. indices.Select(i => values[i])];

    private static ImageSource[] ToSources(IReadOnlyList<string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return [.. files.Select(ImageSource.FromFile)];
    }

    private float[] CheckTargets(float[] targets)
    {
        const float Tolerance = 1e-3f;
        if (targets.Length != (long)Count * Classes.Count)
        {
            throw new ArgumentException(
                $"{targets.Length} targets do not fit {Count} pictures of {Classes.Count} classes.", nameof(targets));
        }

        for (int i = 0; i < Count; i++)
        {
            ReadOnlySpan<float> row = targets.AsSpan(i * Classes.Count, Classes.Count);
            float sum = 0;
            foreach (float probability in row)
                sum += probability >= 0 ? probability : float.NaN;
            if (!(Math.Abs(sum - 1) <= Tolerance))
                throw new ArgumentException($"'{Ids[i]}': its targets are not probabilities that sum to 1.", nameof(targets));
        }

        return targets;
    }
}
