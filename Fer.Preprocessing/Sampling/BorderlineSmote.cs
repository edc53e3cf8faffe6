namespace Fer.Preprocessing;

/// <summary>
/// Borderline-SMOTE: new rows start only from rows in danger, of whose neighbours at least half but not all are of other classes (Han,
/// Wang and Mao, "Borderline-SMOTE", 2005), as imbalanced-learn's <c>BorderlineSMOTE</c>.
/// </summary>
/// <remarks>
/// A class without rows in danger gets no new rows, as there. The share of rows towards other classes in the second form is drawn from
/// Beta(10, 10), so one of the wanted rows may be missing, as there. Its neighbours of other classes are the nearest ones, as in the
/// paper; imbalanced-learn 0.10 takes others.
/// </remarks>
public sealed class BorderlineSmote : OverSampler
{
    /// <summary>The neighbours of the class among which one is drawn, at least 1; 5 by default.</summary>
    public int KNeighbors
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 5;

    /// <summary>The neighbours of any class by which a row is judged to be in danger, at least 1; 10 by default.</summary>
    public int MNeighbors
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 10;

    /// <summary>Which form; the first by default.</summary>
    public BorderlineKind Kind { get; init; }

    /// <summary>The rows of a class that are in danger.</summary>
    internal int[] FindDanger(SamplingTask task, int label, IProgress<double>? progress)
    {
        task.RequireNeighborsInTable(MNeighbors, nameof(MNeighbors));
        int[] rows = task.Counts.RowsOf(label);
        NeighborTable neighbors = NearestNeighbors.Within(task.Rows, rows, MNeighbors, task.Threads, progress, task.CancellationToken);
        return [.. rows.Where((_, i) => IsInDanger(task.CountOthers(neighbors.Indices(i), label)))];
    }

    private protected override void Add(
        SamplingTask task, SortedDictionary<int, int> targets, int label, int count, List<RowOrigin> origins)
    {
        int[] danger = FindDanger(task, label, ClassProgress.Of(task, targets, label));
        if (danger.Length == 0)
            return;
        task.RequireNeighbors(label, KNeighbors, nameof(KNeighbors));
        if (Kind == BorderlineKind.Borderline1)
        {
            AddWithinClass(task, label, danger, count, origins);
            return;
        }

        double share = BetaShare.Draw(Seed, label);
        AddWithinClass(task, label, danger, (int)(share * (count + 1)), origins);
        AddTowardsOthers(task, label, danger, (int)((1 - share) * count), origins);
    }

    private void AddWithinClass(SamplingTask task, int label, int[] danger, int count, List<RowOrigin> origins)
    {
        int[] rows = task.Counts.RowsOf(label);
        int[] positions = Array.ConvertAll(danger, row => Array.BinarySearch(rows, row));
        NeighborTable neighbors = NearestNeighbors.Within(
            task.RowsOf(label), positions, KNeighbors, task.Threads, null, task.CancellationToken);
        Interpolations.AddRandom(origins, origins.Count - task.Table.Count, count, danger, neighbors, rows, Seed);
    }

    private void AddTowardsOthers(SamplingTask task, int label, int[] danger, int count, List<RowOrigin> origins)
    {
        int[] others = [.. Enumerable.Range(0, task.Table.Count).Where(row => task.Table.Labels[row] != label)];
        int available = Math.Min(KNeighbors, others.Length);
        NeighborTable neighbors = NearestNeighbors.Between(
            task.Rows.Select(danger), task.Rows.Select(others), available, task.Threads, null, task.CancellationToken);
        Interpolations.AddRandom(origins, origins.Count - task.Table.Count, count, danger, neighbors, others, Seed, longestGap: 0.5f);
    }

    private bool IsInDanger(int ofOthers) => 2 * ofOthers >= MNeighbors && ofOthers < MNeighbors;
}
