namespace Fer.Preprocessing;

/// <summary>
/// Removes rows that disagree with their neighbours (Wilson, "Asymptotic properties of nearest neighbor rules using edited data",
/// 1972), as imbalanced-learn's <c>EditedNearestNeighbours</c>; the result is ordered by class.
/// </summary>
public sealed class EditedNearestNeighbours : UnderSampler
{
    /// <summary>The neighbours that are asked, at least 1; 3 by default.</summary>
    public int NNeighbors
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 3;

    /// <summary>When a row is kept; by default when all neighbours are of its class.</summary>
    public NeighborVote KindSelection { get; init; }

    private protected override SamplingType Type => SamplingType.Cleaning;

    private protected override int[] Keep(SamplingTask task, SortedDictionary<int, int> targets)
    {
        task.RequireNeighborsInTable(NNeighbors, nameof(NNeighbors));
        int[] judged = [.. targets.Keys.SelectMany(task.Counts.RowsOf)];
        HashSet<int> removed = [.. FindDisagreeing(task, judged)];
        return [.. task.Counts.Present.SelectMany(task.Counts.RowsOf).Where(row => !removed.Contains(row))];
    }

    private IEnumerable<int> FindDisagreeing(SamplingTask task, int[] judged)
    {
        IReadOnlyList<int> labels = task.Table.Labels;

        // All rows against all cost half of what they cost as queries, because each pair serves both.
        bool all = judged.Length > task.Table.Count / 2;
        NeighborTable neighbors = all
            ? NearestNeighbors.Within(task.Rows, NNeighbors, task.Threads, task.Progress, task.CancellationToken)
            : NearestNeighbors.Within(task.Rows, judged, NNeighbors, task.Threads, task.Progress, task.CancellationToken);
        for (int i = 0; i < judged.Length; i++)
        {
            int[] votes = Array.ConvertAll(neighbors.Indices(all ? judged[i] : i).ToArray(), neighbor => labels[neighbor]);
            if (!Agrees(labels[judged[i]], votes))
                yield return judged[i];
        }
    }

    private bool Agrees(int label, int[] votes) => KindSelection == NeighborVote.All
        ? votes.All(vote => vote == label)
        : votes.GroupBy(vote => vote).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).First().Key == label;
}
