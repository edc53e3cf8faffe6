namespace Fer.Preprocessing;

/// <summary>A sampler that keeps some of the rows.</summary>
public abstract class UnderSampler : Sampler
{
    private protected UnderSampler()
    {
    }

    /// <summary>What the strategy means to it.</summary>
    private protected abstract SamplingType Type { get; }

    /// <summary>The rows of a table that are kept, in the order of the result.</summary>
    internal int[] Keep(SamplingTask task) => Keep(task, SamplingStrategy.Resolve(task.Counts, Type));

    private protected abstract int[] Keep(SamplingTask task, SortedDictionary<int, int> targets);

    private protected sealed override ResampledTable Resample(SamplingTask task)
    {
        var used = new HashSet<int>();
        int repeated = 0;
        return new ResampledTable(
            task.Table,
            [.. Keep(task).Select(row => used.Add(row) ? RowOrigin.Original(row) : RowOrigin.Copy(row, repeated++))]);
    }
}
