namespace Fer.Preprocessing;

/// <summary>
/// SMOTE: new rows between rows of a class and their nearest neighbours in it (Chawla et al., "SMOTE: Synthetic Minority
/// Over-sampling Technique", 2002), as imbalanced-learn's <c>SMOTE</c>.
/// </summary>
/// <remarks>A row is never its own neighbour; a row that equals it in all features may be.</remarks>
public sealed class Smote : OverSampler
{
    /// <summary>The neighbours among which one is drawn, at least 1; 5 by default.</summary>
    public int KNeighbors
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 5;

    private protected override void Add(
        SamplingTask task, SortedDictionary<int, int> targets, int label, int count, List<RowOrigin> origins)
    {
        task.RequireNeighbors(label, KNeighbors, nameof(KNeighbors));
        int[] rows = task.Counts.RowsOf(label);
        NeighborTable neighbors = NearestNeighbors.Within(
            task.RowsOf(label), KNeighbors, task.Threads, ClassProgress.Of(task, targets, label), task.CancellationToken);
        Interpolations.AddRandom(origins, origins.Count - task.Table.Count, count, rows, neighbors, rows, Seed);
    }
}
