namespace Fer.Preprocessing;

/// <summary>A sampler that keeps all rows, in their order, and adds new ones behind them, class by class.</summary>
public abstract class OverSampler : Sampler
{
    private protected OverSampler()
    {
    }

    private protected sealed override ResampledTable Resample(SamplingTask task)
    {
        SortedDictionary<int, int> targets = SamplingStrategy.Resolve(task.Counts, SamplingType.OverSampling);
        long rows = task.Table.Count + targets.Values.Sum(count => (long)count);
        if (rows > Array.MaxLength)
            throw new DatasetException($"{rows} rows are asked for, more than one table can hold; ask for fewer.");
        var origins = new List<RowOrigin>((int)rows);
        for (int row = 0; row < task.Table.Count; row++)
            origins.Add(RowOrigin.Original(row));
        foreach ((int label, int count) in targets)
        {
            if (count == 0)
                continue;
            task.CancellationToken.ThrowIfCancellationRequested();
            Add(task, targets, label, count, origins);
        }

        return new ResampledTable(task.Table, origins, CreateWriter(task));
    }

    /// <summary>Plans the new rows of a class.</summary>
    private protected abstract void Add(
        SamplingTask task, SortedDictionary<int, int> targets, int label, int count, List<RowOrigin> origins);

    /// <summary>What computes the new rows; null for plain copies and interpolations.</summary>
    private protected virtual DerivedRowWriter? CreateWriter(SamplingTask task) => null;
}
