namespace Fer.Ml;

/// <summary>The frame of every fitted transformer.</summary>
public abstract class TransformerModel : ITransformerModel
{
    private protected TransformerModel(int columns) => Columns = columns;

    /// <inheritdoc/>
    public int Columns { get; }

    /// <inheritdoc/>
    public abstract int OutputColumns { get; }

    /// <summary>The kind's name in files; see <see cref="ModelFile"/>.</summary>
    internal abstract string Kind { get; }

    /// <inheritdoc/>
    public float[] Transform(ReadOnlyMemory<float> rows, int threads = 0, CancellationToken cancellationToken = default)
    {
        int columns = Columns, outputs = OutputColumns;
        var result = new float[checked(RowBlocks.Count(rows, columns) * outputs)];
        RowBlocks.Run(
            rows,
            columns,
            threads,
            (first, end) => TransformBlock(
                rows.Span[(first * columns)..(end * columns)], result.AsSpan(first * outputs, (end - first) * outputs)),
            cancellationToken);
        return result;
    }

    /// <inheritdoc/>
    public void Save(ModelWriter writer)
    {
        ModelFile.Write(this, Kind, writer);
        SaveContent(writer);
    }

    /// <summary>Transforms some rows; called on several threads at once.</summary>
    private protected abstract void TransformBlock(ReadOnlySpan<float> rows, Span<float> result);

    /// <summary>Writes what this kind adds to the columns.</summary>
    private protected abstract void SaveContent(ModelWriter writer);
}
