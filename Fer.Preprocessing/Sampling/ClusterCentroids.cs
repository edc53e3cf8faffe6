namespace Fer.Preprocessing;

/// <summary>
/// Replaces the rows of a class by the centroids of as many k-means clusters as rows are wanted, as imbalanced-learn's
/// <c>ClusterCentroids</c>; the result is ordered by class.
/// </summary>
public sealed class ClusterCentroids : Sampler
{
    /// <summary>What stands for a cluster; by default its centroid.</summary>
    public CentroidVoting Voting { get; init; }

    /// <summary>How often k-means starts anew, at least 1; 10 by default.</summary>
    public int Initializations
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 10;

    private protected override ResampledTable Resample(SamplingTask task)
    {
        SortedDictionary<int, int> targets = SamplingStrategy.Resolve(task.Counts, SamplingType.UnderSampling);
        var origins = new List<RowOrigin>();
        var centroids = new List<float[]>();
        var used = new HashSet<int>();
        int repeated = 0;
        foreach (int label in task.Counts.Present)
        {
            int[] rows = task.Counts.RowsOf(label);
            if (!targets.TryGetValue(label, out int count))
            {
                origins.AddRange(rows.Select(RowOrigin.Original));
                continue;
            }

            if (count == 0)
                continue;
            KMeans clustering = KMeans.Fit(
                task.RowsOf(label), count, Initializations, Seed, (ulong)label, task.Threads,
                ClassProgress.Of(task, targets.Keys, label), task.CancellationToken);
            if (Voting == CentroidVoting.Soft)
                AddCentroids(clustering, rows, count, origins, centroids);
            else
                origins.AddRange(FindNearest(task, label, clustering)
                    .Select(row => used.Add(row) ? RowOrigin.Original(row) : RowOrigin.Copy(row, repeated++)));
        }

        return new ResampledTable(
            task.Table, origins, Voting == CentroidVoting.Soft ? (origin, to) => centroids[origin.Number].CopyTo(to) : null);
    }

    private static void AddCentroids(KMeans clustering, int[] rows, int count, List<RowOrigin> origins, List<float[]> centroids)
    {
        int columns = clustering.Centroids.Length / count;
        ILookup<int, int> members = Enumerable.Range(0, rows.Length).ToLookup(i => clustering.Assignments[i], i => rows[i]);
        for (int cluster = 0; cluster < count; cluster++)
        {
            // Rows that equal each other may leave a cluster none: then the centroid is a row that another cluster holds.
            int[] own = [.. members[cluster].DefaultIfEmpty(rows[0])];
            origins.Add(RowOrigin.Centroid(own, centroids.Count));
            centroids.Add(clustering.Centroids[(cluster * columns)..((cluster + 1) * columns)]);
        }
    }

    private static int[] FindNearest(SamplingTask task, int label, KMeans clustering)
    {
        int[] rows = task.Counts.RowsOf(label);
        NeighborTable nearest = NearestNeighbors.Between(
            new FeatureRows<float>(clustering.Centroids, task.Table.Columns), task.RowsOf(label), 1, task.Threads, null,
            task.CancellationToken);
        return [.. Enumerable.Range(0, nearest.Queries).Select(cluster => rows[nearest.Indices(cluster)[0]])];
    }
}
