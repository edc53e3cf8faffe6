namespace Fer;

/// <summary>Labelled feature rows: a table of float32 values, row by row in one array, with a class and an identity per row.</summary>
public sealed class FeatureTable : ISubsettable<FeatureTable>
{
    /// <summary>Wraps values without copying them.</summary>
    /// <param name="classes">The class names.</param>
    /// <param name="labels">The class of each row, an index into <paramref name="classes"/>.</param>
    /// <param name="ids">The identity of each row, unique.</param>
    /// <param name="values">Rows x columns, row by row.</param>
    /// <param name="columns">The number of features, at least 1.</param>
    /// <exception cref="ArgumentException">The lengths differ, a label is outside the classes, or an identity comes twice.</exception>
    public FeatureTable(IReadOnlyList<string> classes, IReadOnlyList<int> labels, IReadOnlyList<string> ids, float[] values, int columns)
        : this(values, columns, classes, labels, ids)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (ids.Count != labels.Count || values.Length != (long)labels.Count * columns)
        {
            throw new ArgumentException(
                $"{labels.Count} labels, {ids.Count} ids and {values.Length} values do not fit rows of {columns} columns.");
        }

        var seen = new HashSet<string>(ids.Count, StringComparer.Ordinal);
        for (int i = 0; i < labels.Count; i++)
        {
            if ((uint)labels[i] >= (uint)classes.Count)
                throw new ArgumentException($"'{ids[i]}': label {labels[i]} is outside the {classes.Count} classes.", nameof(labels));
            if (!seen.Add(ids[i]))
                throw new ArgumentException($"'{ids[i]}' comes twice; each row needs an identity of its own.", nameof(ids));
        }
    }

    // For parts of what has been checked already.
    internal FeatureTable(
        float[] values, int columns, IReadOnlyList<string> classes, IReadOnlyList<int> labels, IReadOnlyList<string> ids)
    {
        Classes = classes;
        Labels = labels;
        Ids = ids;
        Values = values;
        Columns = columns;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public IReadOnlyList<int> Labels { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>Rows x columns, row by row; writing to them changes the table.</summary>
    public float[] Values { get; }

    /// <summary>The number of features.</summary>
    public int Columns { get; }

    /// <summary>The number of rows.</summary>
    public int Count => Labels.Count;

    /// <summary>The features of one row.</summary>
    public ReadOnlySpan<float> Row(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return Values.AsSpan(index * Columns, Columns);
    }

    /// <inheritdoc/>
    public FeatureTable Subset(IReadOnlyList<int> indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        var values = new float[checked(indices.Count * Columns)];
        for (int i = 0; i < indices.Count; i++)
            Row(indices[i]).CopyTo(values.AsSpan(i * Columns));
        return new FeatureTable(Classes, [.. indices.Select(i => Labels[i])], [.. indices.Select(i => Ids[i])], values, Columns);
    }

    /// <summary>A table of double-precision features, each rounded to the nearest float32.</summary>
    /// <inheritdoc cref="FeatureTable(IReadOnlyList{string}, IReadOnlyList{int}, IReadOnlyList{string}, float[], int)"/>
    public static FeatureTable FromDoubles(
        IReadOnlyList<string> classes, IReadOnlyList<int> labels, IReadOnlyList<string> ids, ReadOnlySpan<double> values, int columns)
    {
        var singles = new float[values.Length];
        for (int i = 0; i < singles.Length; i++)
            singles[i] = (float)values[i];
        return new FeatureTable(classes, labels, ids, singles, columns);
    }

    /// <summary>A table of bytes, as pixels are, each divided by 255.</summary>
    /// <inheritdoc cref="FeatureTable(IReadOnlyList{string}, IReadOnlyList{int}, IReadOnlyList{string}, float[], int)"/>
    public static FeatureTable FromBytes(
        IReadOnlyList<string> classes, IReadOnlyList<int> labels, IReadOnlyList<string> ids, ReadOnlySpan<byte> values, int columns)
    {
        var singles = new float[values.Length];
        for (int i = 0; i < singles.Length; i++)
            singles[i] = values[i] / 255f;
        return new FeatureTable(classes, labels, ids, singles, columns);
    }
}
