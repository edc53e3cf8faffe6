namespace Fer.Ml;

/// <summary>The frame of models that are made of models: those predict one after the other, each on all threads.</summary>
public abstract class EnsembleModel : IClassifierModel
{
    private protected EnsembleModel(IReadOnlyList<string> classes, int columns) => (Classes, Columns) = (classes, columns);

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public int Columns { get; }

    /// <summary>The kind's name in files; see <see cref="ModelFile"/>.</summary>
    internal abstract string Kind { get; }

    /// <inheritdoc/>
    public double[] PredictProbabilities(ReadOnlyMemory<float> rows, int threads = 0, CancellationToken cancellationToken = default)
    {
        int count = RowBlocks.Count(rows, Columns);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        FiniteValues.ThrowIfNot(rows.Span, Columns, row => $"Row {row}");
        return Combine(rows, count, threads, cancellationToken);
    }

    /// <inheritdoc/>
    public void Save(ModelWriter writer)
    {
        ModelFile.Write(this, Kind, writer);
        SaveContent(writer);
    }

    /// <summary>Combines what the models say of rows that were checked.</summary>
    private protected abstract double[] Combine(ReadOnlyMemory<float> rows, int count, int threads, CancellationToken cancellationToken);

    /// <summary>Writes what this kind adds to classes and columns.</summary>
    private protected abstract void SaveContent(ModelWriter writer);
}
