namespace Fer.Preprocessing;

/// <summary>A table that is being resampled, with what a sampler needs to know about it.</summary>
internal sealed class SamplingTask
{
    /// <summary>Checks a table.</summary>
    /// <exception cref="DatasetException">It is empty, has one class only, or holds a value that is not finite.</exception>
    public SamplingTask(FeatureTable table, int threads, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        Table = table;
        Threads = threads;
        Progress = progress;
        CancellationToken = cancellationToken;
        Counts = new ClassCounts(table);
        Rows = new FeatureRows<float>(table.Values, table.Columns);
        CheckClasses();
        ParallelItems.For((table.Count + 63) / 64, threads, null, CheckFinite, cancellationToken);
    }

    /// <summary>The table.</summary>
    public FeatureTable Table { get; }

    /// <summary>Its features.</summary>
    public FeatureRows<float> Rows { get; }

    /// <summary>Its classes.</summary>
    public ClassCounts Counts { get; }

    /// <summary>The most threads; 0 for all cores.</summary>
    public int Threads { get; }

    /// <summary>Told the part done.</summary>
    public IProgress<double>? Progress { get; }

    /// <summary>Stops the work.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>What the sampler learned of each class, to be used again when the rows are computed.</summary>
    public Dictionary<int, NeighborTable> Neighbors { get; } = [];

    /// <summary>The rows that a classifier rests on, once a sampler has asked for them.</summary>
    public int[]? SupportVectors { get; set; }

    /// <summary>How many of some rows are of other classes.</summary>
    public int CountOthers(ReadOnlySpan<int> rows, int label)
    {
        int others = 0;
        foreach (int row in rows)
            others += Table.Labels[row] != label ? 1 : 0;
        return others;
    }

    /// <summary>The features of a class.</summary>
    public FeatureRows<float> RowsOf(int label) => Rows.Select(Counts.RowsOf(label));

    /// <summary>Refuses a class with too few rows for the neighbours that are to be found in it.</summary>
    /// <param name="label">The class.</param>
    /// <param name="neighbors">The neighbours of each row, the row itself not among them.</param>
    /// <param name="parameter">The name of the sampler's parameter that says how many.</param>
    public void RequireNeighbors(int label, int neighbors, string parameter)
    {
        int count = Counts.Of(label);
        if (count > neighbors)
            return;
        string wayOut = count > 1 ? $"Set {parameter} to {count - 1} or less, add rows" : "Add rows";
        throw new DatasetException(
            $"Class '{Table.Classes[label]}' has {count} {(count == 1 ? "row" : "rows")}, too few for {neighbors} neighbours of each. "
            + $"{wayOut}, or use {nameof(RandomOverSampler)} for this class.");
    }

    /// <summary>Refuses a table with too few rows for the neighbours that are to be found in it.</summary>
    public void RequireNeighborsInTable(int neighbors, string parameter)
    {
        if (Table.Count <= neighbors)
        {
            throw new DatasetException(
                $"The table has {Table.Count} rows, too few for {neighbors} neighbours of each; "
                + $"set {parameter} to {Table.Count - 1} or less.");
        }
    }

    private void CheckClasses()
    {
        if (Table.Count == 0)
            throw new DatasetException("The table has no rows; there is nothing to resample.");
        if (Counts.Present.Count == 1)
        {
            throw new DatasetException(
                $"All {Table.Count} rows are of class '{Table.Classes[Counts.Majority]}'; resampling needs a second class.");
        }
    }

    private void CheckFinite(int item)
    {
        int end = Math.Min(Table.Count, item * 64 + 64);
        for (int row = item * 64; row < end; row++)
        {
            ReadOnlySpan<float> values = Table.Row(row);
            for (int column = 0; column < values.Length; column++)
            {
                if (!float.IsFinite(values[column]))
                {
                    throw new DatasetException(
                        $"Row {row} ('{Table.Ids[row]}'), column {column} is {values[column]}; repair the value or leave the row out.");
                }
            }
        }
    }
}
