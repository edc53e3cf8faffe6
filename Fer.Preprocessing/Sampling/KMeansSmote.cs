namespace Fer.Preprocessing;

/// <summary>
/// SMOTE within k-means clusters in which the class is frequent, the more rows the sparser the cluster (Douzas, Bacao and Last,
/// "Improving imbalanced learning through a heuristic oversampling method based on k-means and SMOTE", 2018), as imbalanced-learn's
/// <c>KMeansSMOTE</c>, with Lloyd's k-means instead of its mini-batches.
/// </summary>
/// <remarks>The share of each cluster is rounded up, so there may be some rows more than wanted, as there.</remarks>
public sealed class KMeansSmote : OverSampler
{
    /// <summary>The neighbours among which one is drawn, at least 1; 2 by default.</summary>
    public int KNeighbors
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 2;

    /// <summary>The number of clusters, at least 1; 8 by default.</summary>
    public int Clusters
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 8;

    /// <summary>How often k-means starts anew, at least 1; 3 by default.</summary>
    public int Initializations
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 3;

    /// <summary>
    /// The least share of the class in a cluster that is used; null, the default, for half the class's share of all new rows.
    /// </summary>
    public double? ClusterBalanceThreshold { get; init; }

    /// <summary>
    /// The exponent of the mean distance in a cluster's sparsity; null, the default, for a figure that grows with the cluster.
    /// </summary>
    public double? DensityExponent { get; init; }

    private protected override void Add(
        SamplingTask task, SortedDictionary<int, int> targets, int label, int count, List<RowOrigin> origins)
    {
        task.RequireNeighbors(label, KNeighbors, nameof(KNeighbors));
        double threshold = Clusters == 1
            ? double.NegativeInfinity
            : ClusterBalanceThreshold ?? (double)count / targets.Values.Sum() / 2;
        int[][] clusters = FindClusters(task, label, threshold, ClassProgress.Of(task, targets, label));
        double[] sparsities = Array.ConvertAll(clusters, rows => Sparsity(task, rows));
        double total = sparsities.Sum();
        for (int i = 0; i < clusters.Length; i++)
        {
            NeighborTable neighbors = NearestNeighbors.Within(
                task.Rows.Select(clusters[i]), KNeighbors, task.Threads, null, task.CancellationToken);
            int share = (int)Math.Ceiling(count * (total > 0 ? sparsities[i] / total : 1.0 / clusters.Length));
            Interpolations.AddRandom(origins, origins.Count - task.Table.Count, share, clusters[i], neighbors, clusters[i], Seed);
        }
    }

    /// <summary>The rows of the class in each cluster where they are frequent enough and enough for their neighbours.</summary>
    private int[][] FindClusters(SamplingTask task, int label, double threshold, ProgressPart? progress)
    {
        if (Clusters > task.Table.Count)
            throw new DatasetException($"{task.Table.Count} rows are too few for {Clusters} clusters; set {nameof(Clusters)} lower.");
        KMeans clustering = KMeans.Fit(
            task.Rows, Clusters, Initializations, Seed, 0, task.Threads, progress, task.CancellationToken);
        int[][] clusters =
        [
            .. Enumerable.Range(0, task.Table.Count)
                .GroupBy(row => clustering.Assignments[row])
                .OrderBy(cluster => cluster.Key)
                .Select(cluster => (Size: cluster.Count(), Rows: cluster.Where(row => task.Table.Labels[row] == label).ToArray()))
                .Where(cluster => (double)cluster.Rows.Length / cluster.Size >= threshold && cluster.Rows.Length > KNeighbors)
                .Select(cluster => cluster.Rows),
        ];
        return clusters.Length > 0
            ? clusters
            : throw new DatasetException(
                $"Class '{task.Table.Classes[label]}' is in no cluster frequent enough; "
                + $"lower {nameof(ClusterBalanceThreshold)}, change {nameof(Clusters)}, or use {nameof(Smote)}.");
    }

    private double Sparsity(SamplingTask task, int[] rows)
    {
        var sums = new double[rows.Length];
        ParallelItems.For(rows.Length, task.Threads, null, Add, task.CancellationToken);
        double mean = sums.Sum() / ((double)rows.Length * (rows.Length - 1));
        double exponent = DensityExponent ?? Math.Pow(Math.Log(rows.Length, 1.6), 1.8) * 0.16;
        return Math.Pow(mean, exponent) / rows.Length;

        void Add(int i)
        {
            foreach (int other in rows)
                sums[i] += Math.Sqrt(SquaredDistance.Of(task.Table.Row(rows[i]), task.Table.Row(other)));
        }
    }
}
