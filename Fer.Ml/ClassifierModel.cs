using System.Buffers;

namespace Fer.Ml;

/// <summary>The frame of every model: what is known of the training table, and prediction block by block on several threads.</summary>
public abstract class ClassifierModel : IClassifierModel, ILabelModel
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

    int[] ILabelModel.PredictLabels(ReadOnlyMemory<float> rows, int threads, CancellationToken cancellationToken)
    {
        int columns = Columns, classes = Classes.Count;
        var labels = new int[RowBlocks.Count(rows, columns)];
        RowBlocks.Run(rows, columns, threads, (first, end) =>
        {
            double[] buffer = ArrayPool<double>.Shared.Rent((end - first) * classes);
            Span<double> scores = buffer.AsSpan(0, (end - first) * classes);
            scores.Clear();
            ScoreBlock(rows.Span[(first * columns)..(end * columns)], scores);
            ArgMax.OfRows(scores, classes, labels.AsSpan(first, end - first));
            ArrayPool<double>.Shared.Return(buffer);
        }, cancellationToken, RowsPerBlock);
        return labels;
    }

    /// <inheritdoc/>
    public void Save(ModelWriter writer)
    {
        ModelFile.Write(this, Kind, writer);
        SaveContent(writer);
    }

    /// <summary>The rows that are predicted together; the result does not depend on it.</summary>
    private protected virtual int RowsPerBlock => RowBlocks.UsualRows;

    /// <summary>Computes the probabilities of some rows; called on several threads at once.</summary>
    /// <param name="rows">Rows x columns, checked.</param>
    /// <param name="probabilities">Rows x classes, zeros.</param>
    private protected abstract void PredictBlock(ReadOnlySpan<float> rows, Span<double> probabilities);

    /// <summary>Computes numbers of which the largest of a row is the class predicted; the probabilities unless overridden.</summary>
    /// <param name="rows">Rows x columns, checked.</param>
    /// <param name="scores">Rows x classes, zeros.</param>
    private protected virtual void ScoreBlock(ReadOnlySpan<float> rows, Span<double> scores) => PredictBlock(rows, scores);

    /// <summary>Writes what this kind adds to classes and columns.</summary>
    private protected abstract void SaveContent(ModelWriter writer);

    private protected delegate void BlockFunction(ReadOnlySpan<float> rows, Span<double> result);

    /// <summary>Runs a function of rows that gives a value per class.</summary>
    private protected double[] RunBlocks(
        ReadOnlyMemory<float> rows, int threads, BlockFunction function, CancellationToken cancellationToken)
    {
        int columns = Columns, classes = Classes.Count;
        double[] result = GC.AllocateUninitializedArray<double>(checked(RowBlocks.Count(rows, columns) * classes));
        RowBlocks.Run(rows, columns, threads, (first, end) =>
        {
            Span<double> block = result.AsSpan(first * classes, (end - first) * classes);
            block.Clear();
            function(rows.Span[(first * columns)..(end * columns)], block);
        }, cancellationToken, RowsPerBlock);
        return result;
    }
}
