namespace Fer;

/// <summary>
/// What a sampler made of a feature table: for each row where it comes from. The features of a derived row are computed when they
/// are read, so a table larger than memory can be written block by block (<see cref="ReadBlocks"/>); <see cref="ToTable"/> computes
/// it as a whole.
/// </summary>
public sealed class ResampledTable : ILabeledData
{
    private readonly DerivedRowWriter? _writeDerived;

    /// <summary>Plans a table.</summary>
    /// <param name="source">The table that the origins speak of.</param>
    /// <param name="origins">The rows in their order; originals and derived rows have a number each only once.</param>
    /// <param name="writeDerived">
    /// Computes the rows that are not original; by default copies and interpolations are what their names say. Needed for centroids.
    /// </param>
    public ResampledTable(FeatureTable source, IReadOnlyList<RowOrigin> origins, DerivedRowWriter? writeDerived = null)
        : this(source, origins, CreateIds(source, origins), writeDerived)
    {
    }

    private ResampledTable(
        FeatureTable source, IReadOnlyList<RowOrigin> origins, IReadOnlyList<string> ids, DerivedRowWriter? writeDerived)
    {
        Source = source;
        Origins = origins;
        Ids = ids;
        Labels = [.. origins.Select(origin => source.Labels[origin.Parent])];
        _writeDerived = writeDerived;
    }

    /// <summary>The table that was resampled.</summary>
    public FeatureTable Source { get; }

    /// <summary>Where each row comes from.</summary>
    public IReadOnlyList<RowOrigin> Origins { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes => Source.Classes;

    /// <inheritdoc/>
    public IReadOnlyList<int> Labels { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>The number of rows.</summary>
    public int Count => Origins.Count;

    /// <summary>The number of features.</summary>
    public int Columns => Source.Columns;

    /// <summary>The rows at the given positions, in that order.</summary>
    public ResampledTable Select(IReadOnlyList<int> indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return new ResampledTable(
            Source, [.. indices.Select(i => Origins[i])], [.. indices.Select(i => Ids[i])], _writeDerived);
    }

    /// <summary>Computes rows that follow each other.</summary>
    /// <param name="firstRow">The first of them.</param>
    /// <param name="destination">Rows x columns, whole rows.</param>
    public void CopyTo(int firstRow, Span<float> destination)
    {
        if (destination.Length % Columns != 0 || (uint)firstRow > (uint)Count || destination.Length / Columns > Count - firstRow)
        {
            throw new ArgumentException(
                $"{destination.Length} values are not whole rows of {Columns} columns within {Count} rows from row {firstRow} on.",
                nameof(destination));
        }

        for (int row = firstRow; !destination.IsEmpty; row++, destination = destination[Columns..])
            Write(Origins[row], destination[..Columns]);
    }

    /// <summary>Computes the table part by part, each a table of its own.</summary>
    /// <param name="rowsPerBlock">The rows of a part, at least 1; the last may be shorter.</param>
    public IEnumerable<FeatureTable> ReadBlocks(int rowsPerBlock)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowsPerBlock, 1);
        return Blocks();

        IEnumerable<FeatureTable> Blocks()
        {
            for (int first = 0; first < Count; first += rowsPerBlock)
            {
                int count = Math.Min(rowsPerBlock, Count - first);
                var values = new float[count * Columns];
                CopyTo(first, values);
                yield return new FeatureTable(
                    values, Columns, Classes, [.. Labels.Skip(first).Take(count)], [.. Ids.Skip(first).Take(count)]);
            }
        }
    }

    /// <summary>Computes the whole table in memory.</summary>
    /// <param name="threads">The most threads; 0 for all cores.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="DatasetException">The table is too large for one array.</exception>
    public FeatureTable ToTable(int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        if ((long)Count * Columns > Array.MaxLength)
        {
            throw new DatasetException(
                $"{Count} rows of {Columns} columns are too large for one array; read them with {nameof(ReadBlocks)} instead.");
        }

        const int RowsPerItem = 64;
        float[] values = GC.AllocateUninitializedArray<float>(Count * Columns);
        var options = new ParallelOptions
        {
            CancellationToken = cancellationToken,
            MaxDegreeOfParallelism = threads == 0 ? Environment.ProcessorCount : threads,
        };
        Parallel.For(0, (Count + RowsPerItem - 1) / RowsPerItem, options, item =>
        {
            int first = item * RowsPerItem;
            int count = Math.Min(RowsPerItem, Count - first);
            CopyTo(first, values.AsSpan(first * Columns, count * Columns));
        });
        return new FeatureTable(values, Columns, Classes, Labels, Ids);
    }

    /// <summary>
    /// parent + gap * (neighbour - parent), in double precision and rounded once, so that no value leaves the segment.
    /// </summary>
    /// <param name="parent">Where the gap starts.</param>
    /// <param name="neighbor">As many values.</param>
    /// <param name="gap">From 0 to 1.</param>
    /// <param name="destination">As many values.</param>
    public static void Interpolate(ReadOnlySpan<float> parent, ReadOnlySpan<float> neighbor, float gap, Span<float> destination)
    {
        for (int c = 0; c < destination.Length; c++)
            destination[c] = (float)(parent[c] + gap * ((double)neighbor[c] - parent[c]));
    }

    private static string[] CreateIds(FeatureTable source, IReadOnlyList<RowOrigin> origins)
    {
        var ids = new string[origins.Count];
        var seen = new HashSet<string>(origins.Count + source.Count, StringComparer.Ordinal);
        for (int i = 0; i < source.Count; i++)
            seen.Add(source.Ids[i]);
        for (int row = 0; row < ids.Length; row++)
        {
            RowOrigin origin = origins[row];
            string id = source.Ids[origin.Parent];
            if (origin.Kind != RowOriginKind.Original)
            {
                id = $"{string.Join('+', origin.Parents.Select(parent => source.Ids[parent]))}#{origin.Number}";
                while (!seen.Add(id)) // a table resampled before may hold the same name
                    id += "'";
            }

            ids[row] = id;
        }

        return ids;
    }

    private void Write(RowOrigin origin, Span<float> destination)
    {
        if (origin.Kind == RowOriginKind.Original)
            Source.Row(origin.Parent).CopyTo(destination);
        else if (_writeDerived is not null)
            _writeDerived(origin, destination);
        else if (origin.Kind == RowOriginKind.Copy)
            Source.Row(origin.Parent).CopyTo(destination);
        else if (origin.Kind == RowOriginKind.Interpolation)
            Interpolate(Source.Row(origin.Parent), Source.Row(origin.Neighbor), origin.Gap, destination);
        else
            throw new InvalidOperationException("A centroid's values come from its sampler, which gave none.");
    }
}
