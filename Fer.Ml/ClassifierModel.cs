namespace Fer.Ml;

/// <summary>The frame of every model: what is known of the training table, and prediction block by block on several threads.</summary>
public abstract class ClassifierModel : IClassifierModel
{
    private protected ClassifierModel(IReadOnlyList<string> classes, int columns)
    {
        Classes = classes;
        Columns = columns;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public int Columns { get; }

    /// <summary>The kind's name in files; see <see cref="ModelFile"/>.</summary>
    internal abstract string Kind { get; }

    /// <inheritdoc/>
    public double[] PredictProbabilities(ReadOnlyMemory<float> rows, int threads = 0, CancellationToken cancellationToken = default) =>
        RunBlocks(rows, threads, PredictBlock, cancellationToken);

    /// <inheritdoc/>
    public void Save(ModelWriter writer)
    {
        ModelFile.Write(this, Kind, writer);
        SaveContent(writer);
    }

    /// <summary>Computes the probabilities of some rows; called on several threads at once.</summary>
    /// <param name="rows">Rows x columns, checked.</param>
    /// <param name="probabilities">Rows x classes, zeros.</param>
    private protected abstract void PredictBlock(ReadOnlySpan<float> rows, Span<double> probabilities);

    /// <summary>Writes what this kind adds to classes and columns.</summary>
    private protected abstract void SaveContent(ModelWriter writer);

    private protected delegate void BlockFunction(ReadOnlySpan<float> rows, Span<double> result);

    /// <summary>Runs a function of rows that gives a value per class.</summary>
    private protected double[] RunBlocks(
        ReadOnlyMemory<float> rows, int threads, BlockFunction function, CancellationToken cancellationToken)
    {
        int columns = Columns, classes = Classes.Count;
        var result = new double[checked(RowBlocks.Count(rows, columns) * classes)];
        RowBlocks.Run(rows, columns, threads, (first, end) => function(
            rows.Span[(first * columns)..(end * columns)], result.AsSpan(first * classes, (end - first) * classes)), cancellationToken);
        return result;
    }
}
