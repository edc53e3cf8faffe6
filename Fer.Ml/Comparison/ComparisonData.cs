namespace Fer.Ml;

/// <summary>The rows of a comparison, fold by fold; a held-out comparison has one fold.</summary>
internal sealed class ComparisonData
{
    private readonly Func<int, DataSplits<FeatureTable>> _split;
    private readonly Func<int, int[]> _rowsIn;

    private ComparisonData(FeatureTable judged, int folds, Func<int, DataSplits<FeatureTable>> split, Func<int, int[]> rowsIn) =>
        (Judged, Folds, _split, _rowsIn) = (judged, folds, split, rowsIn);

    /// <summary>All rows that are judged.</summary>
    public FeatureTable Judged { get; }

    public int Folds { get; }

    /// <exception cref="DatasetException">The sides differ in classes or features, or one is empty.</exception>
    public static ComparisonData HeldOut(DataSplits<FeatureTable> splits)
    {
        FeatureTable training = splits.Training.Data, judged = splits.Evaluation.Data;
        ThrowIfEmpty(training, "to learn from");
        ThrowIfEmpty(judged, "to judge on");
        if (training.Columns != judged.Columns)
        {
            throw new DatasetException(
                $"The training rows have {training.Columns} features, the evaluation rows {judged.Columns}; compute the same ones.");
        }

        if (!training.Classes.SequenceEqual(judged.Classes, StringComparer.Ordinal))
        {
            throw new DatasetException(
                $"The training rows have the classes {string.Join(", ", training.Classes)}, the evaluation rows "
                + $"{string.Join(", ", judged.Classes)}; use the same ones in the same order.");
        }

        int[] all = [.. Enumerable.Range(0, judged.Count)];
        return new ComparisonData(judged, 1, _ => splits, _ => all);
    }

    /// <exception cref="ArgumentException">The folds are of another number of rows.</exception>
    public static ComparisonData CrossValidation(FeatureTable table, CrossValidationFolds folds)
    {
        ThrowIfEmpty(table, "to compare on");
        return folds.FoldOf.Count == table.Count
            ? new ComparisonData(table, folds.Count, fold => folds.Split(table, fold), folds.RowsIn)
            : throw new ArgumentException($"The folds are of {folds.FoldOf.Count} rows, the table has {table.Count}.", nameof(folds));
    }

    /// <summary>The sides of a fold, computed at each call.</summary>
    public DataSplits<FeatureTable> Split(int fold) => _split(fold);

    /// <summary>Which of the judged rows a fold has.</summary>
    public int[] RowsIn(int fold) => _rowsIn(fold);

    private static void ThrowIfEmpty(FeatureTable table, string purpose)
    {
        if (table.Count == 0)
            throw new DatasetException($"There are no rows {purpose}; add samples.");
    }
}
