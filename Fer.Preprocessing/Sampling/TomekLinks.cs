namespace Fer.Preprocessing;

/// <summary>
/// Removes rows that form a Tomek link, two rows of different classes each of which is the other's nearest neighbour (Tomek, "Two
/// modifications of CNN", 1976), as imbalanced-learn's <c>TomekLinks</c>. Of a link, only the rows of the classes to clean go.
/// </summary>
public sealed class TomekLinks : UnderSampler
{
    private protected override SamplingType Type => SamplingType.Cleaning;

    private protected override int[] Keep(SamplingTask task, SortedDictionary<int, int> targets)
    {
        NeighborTable neighbors = NearestNeighbors.Within(task.Rows, 1, task.Threads, task.Progress, task.CancellationToken);
        IReadOnlyList<int> labels = task.Table.Labels;
        return [.. Enumerable.Range(0, task.Table.Count).Where(row => !(targets.ContainsKey(labels[row]) && IsLinked(row)))];

        bool IsLinked(int row)
        {
            int nearest = neighbors.Indices(row)[0];
            return labels[nearest] != labels[row] && neighbors.Indices(nearest)[0] == row;
        }
    }
}
