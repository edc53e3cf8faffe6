namespace Fer.Preprocessing;

/// <summary>Labelled picture files; their bytes stay on disk until asked for.</summary>
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
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(files);
        if (labels.Count != ids.Count || labels.Count != files.Count)
            throw new ArgumentException($"{labels.Count} labels, {ids.Count} ids and {files.Count} files are not as many of each.");
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
        Files = files;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public IReadOnlyList<int> Labels { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>Where each picture lies on disk.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The number of pictures.</summary>
    public int Count => Labels.Count;

    /// <summary>The number of pictures of each class.</summary>
    public int[] CountPerClass()
    {
        var counts = new int[Classes.Count];
        foreach (int label in Labels)
            counts[label]++;
        return counts;
    }

    /// <summary>Reads a picture's file as it is on disk.</summary>
    /// <param name="index">Which picture.</param>
    /// <exception cref="DatasetException">The file cannot be read: it is gone, or the right to read it is missing.</exception>
    public byte[] ReadBytes(int index)
    {
        try
        {
            return File.ReadAllBytes(Files[index]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{Files[index]}: cannot be read: {error.Message} Restore the file or take it out.", error);
        }
    }

    /// <inheritdoc/>
    public ImageDataset Subset(IReadOnlyList<int> indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return new ImageDataset(
            Classes,
            [.. indices.Select(i => Labels[i])],
            [.. indices.Select(i => Ids[i])],
            [.. indices.Select(i => Files[i])]);
    }
}
