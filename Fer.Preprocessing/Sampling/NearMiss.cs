namespace Fer.Preprocessing;

/// <summary>
/// Keeps the rows that are nearest to the smallest class (Mani and Zhang, "kNN approach to unbalanced data distributions", 2003), as
/// imbalanced-learn's <c>NearMiss</c>; the result is ordered by class, and within a resampled class by distance.
/// </summary>
/// <remarks>The third version may keep fewer rows than wanted, namely all that it preselects.</remarks>
public sealed class NearMiss : UnderSampler
{
    /// <summary>
    /// 1, the default: the smallest mean distance to the nearest rows of the smallest class. 2: to its farthest rows. 3: the largest
    /// mean distance to the nearest, among the nearest neighbours of the smallest class.
    /// </summary>
    public int Version
    {
        get;
        init
        {
            if (value is < 1 or > 3)
                throw new ArgumentOutOfRangeException(nameof(value), value, "NearMiss has the versions 1, 2 and 3.");
            field = value;
        }
    } = 1;

    /// <summary>The rows of the smallest class over which the distance is averaged, at least 1; 3 by default.</summary>
    public int NNeighbors
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 3;

    /// <summary>The neighbours of each row of the smallest class that version 3 preselects, at least 1; 3 by default.</summary>
    public int NNeighborsVersion3
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 3;

    private protected override SamplingType Type => SamplingType.UnderSampling;

    private protected override int[] Keep(SamplingTask task, SortedDictionary<int, int> targets)
    {
        int minority = task.Counts.FirstMinority;
        Require(task, minority, NNeighbors, nameof(NNeighbors));
        var kept = new List<int>();
        foreach (int label in task.Counts.Present)
        {
            int[] rows = task.Counts.RowsOf(label);
            kept.AddRange(targets.TryGetValue(label, out int count)
                ? Select(task, minority, label, count, ClassProgress.Of(task, targets.Keys, label))
                : rows);
        }

        return [.. kept];
    }

    private IEnumerable<int> Select(SamplingTask task, int minority, int label, int count, ProgressPart? progress)
    {
        FeatureRows<float> near = task.RowsOf(minority);
        int[] rows = task.Counts.RowsOf(label);
        if (Version == 3)
        {
            Require(task, label, NNeighborsVersion3, nameof(NNeighborsVersion3));
            rows = Preselect(task, near, rows);
        }

        int neighbors = Version == 2 ? near.Count : NNeighbors;
        NeighborTable found = NearestNeighbors.Between(
            task.Rows.Select(rows), near, neighbors, task.Threads, progress, task.CancellationToken);
        double[] distances = [.. Enumerable.Range(0, rows.Length).Select(i => SumOfLast(found.SquaredDistances(i)))];
        IEnumerable<int> order = Enumerable.Range(0, rows.Length);
        order = Version == 3 ? order.OrderByDescending(i => distances[i]) : order.OrderBy(i => distances[i]);
        return order.Take(count).Select(i => rows[i]);
    }

    private int[] Preselect(SamplingTask task, FeatureRows<float> near, int[] rows)
    {
        NeighborTable found = NearestNeighbors.Between(
            near, task.Rows.Select(rows), NNeighborsVersion3, task.Threads, null, task.CancellationToken);
        return [.. Enumerable.Range(0, near.Count).SelectMany(i => found.Indices(i).ToArray()).Distinct().Order().Select(i => rows[i])];
    }

    private double SumOfLast(ReadOnlySpan<double> squaredDistances)
    {
        double sum = 0;
        foreach (double squared in squaredDistances[^NNeighbors..])
            sum += Math.Sqrt(squared);
        return sum;
    }

    private static void Require(SamplingTask task, int label, int neighbors, string parameter)
    {
        if (task.Counts.Of(label) < neighbors)
        {
            throw new DatasetException(
                $"Class '{task.Table.Classes[label]}' has {task.Counts.Of(label)} rows, too few for {neighbors} neighbours; "
                + $"set {parameter} to {task.Counts.Of(label)} or less, or use {nameof(RandomUnderSampler)}.");
        }
    }
}
