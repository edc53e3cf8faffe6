namespace Fer.Preprocessing;

/// <summary>
/// Clusters by Lloyd's algorithm from k-means++ starts (Arthur and Vassilvitskii, 2007). The best of several starts, which is the one
/// with the least sum of squared distances; the first of equally good ones.
/// </summary>
internal sealed class KMeans
{
    private const int MaxIterations = 300;
    private const double Tolerance = 1e-4;

    private KMeans(float[] centroids, int[] assignments, double inertia) =>
        (Centroids, Assignments, Inertia) = (centroids, assignments, inertia);

    /// <summary>Clusters x columns.</summary>
    public float[] Centroids { get; }

    /// <summary>The cluster of each row.</summary>
    public int[] Assignments { get; }

    /// <summary>The sum of the rows' squared distances to their centroids.</summary>
    public double Inertia { get; }

    /// <summary>Clusters rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="clusters">How many clusters, from 1 to the number of rows.</param>
    /// <param name="starts">How many starts.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="stream">Keeps the random numbers apart from those of other clusterings.</param>
    /// <param name="threads">The most threads; 0 for all cores.</param>
    /// <param name="progress">Told the part that is done, from 0 to 1; within a start an estimate.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static KMeans Fit(
        FeatureRows<float> rows, int clusters, int starts, ulong seed, ulong stream, int threads, ProgressPart? progress,
        CancellationToken cancellationToken)
    {
        KMeans? best = null;
        for (int start = 0; start < starts; start++)
        {
            RandomGenerator random = RandomGenerator.Create(seed, RandomStreams.KMeans, stream, (ulong)start);
            float[] centroids = ChooseCentroids(rows, clusters, ref random, cancellationToken);
            KMeans candidate = Run(
                rows, centroids, clusters, threads, ProgressPart.Of(progress, start, starts), cancellationToken);
            if (best is null || candidate.Inertia < best.Inertia)
                best = candidate;
        }

        return best!;
    }

    private static KMeans Run(
        FeatureRows<float> rows, float[] centroids, int clusters, int threads, ProgressPart? progress,
        CancellationToken cancellationToken)
    {
        double tolerance = Tolerance * ColumnStatistics.StandardDeviations(rows).Average(deviation => deviation * deviation);
        for (int iteration = 0; ; iteration++)
        {
            (int[] assignments, double[] distances) = Assign(rows, centroids, threads, cancellationToken);
            progress?.Report(1 - (1 / (1 + (iteration / 10.0)))); // nobody knows how many there will be
            if (iteration == MaxIterations)
                return new KMeans(centroids, assignments, distances.Sum());
            float[] moved = Average(rows, assignments, distances, clusters);
            double shift = SquaredDistance.Of<float>(centroids, moved);
            centroids = moved;
            if (shift <= tolerance)
            {
                (assignments, distances) = Assign(rows, centroids, threads, cancellationToken);
                return new KMeans(centroids, assignments, distances.Sum());
            }
        }
    }

    private static float[] ChooseCentroids(
        FeatureRows<float> rows, int clusters, ref RandomGenerator random, CancellationToken cancellationToken)
    {
        var centroids = new float[clusters * rows.Columns];
        double[] distances = new double[rows.Count];
        Array.Fill(distances, double.PositiveInfinity);
        int chosen = random.Next(rows.Count);
        for (int cluster = 0; ; cluster++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows.Row(chosen).CopyTo(centroids.AsSpan(cluster * rows.Columns));
            if (cluster == clusters - 1)
                return centroids;
            for (int i = 0; i < rows.Count; i++)
                distances[i] = Math.Min(distances[i], SquaredDistance.Of(rows.Row(i), rows.Row(chosen)));
            chosen = DrawByWeight(distances, random.NextDouble());
        }
    }

    private static int DrawByWeight(double[] weights, double at)
    {
        double left = at * weights.Sum();
        int last = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] == 0)
                continue;
            last = i;
            left -= weights[i];
            if (left < 0)
                break;
        }

        return last;
    }

    private static (int[] Assignments, double[] Distances) Assign(
        FeatureRows<float> rows, float[] centroids, int threads, CancellationToken cancellationToken)
    {
        NeighborTable nearest = NearestNeighbors.Between(
            rows, new FeatureRows<float>(centroids, rows.Columns), 1, threads, null, cancellationToken);
        var assignments = new int[rows.Count];
        var distances = new double[rows.Count];
        for (int i = 0; i < rows.Count; i++)
            (assignments[i], distances[i]) = (nearest.Indices(i)[0], nearest.SquaredDistances(i)[0]);
        return (assignments, distances);
    }

    private static float[] Average(FeatureRows<float> rows, int[] assignments, double[] distances, int clusters)
    {
        int columns = rows.Columns;
        FillEmptyClusters(assignments, distances, clusters);
        var sums = new double[clusters * columns];
        var counts = new int[clusters];
        for (int i = 0; i < rows.Count; i++)
        {
            ReadOnlySpan<float> row = rows.Row(i);
            Span<double> sum = sums.AsSpan(assignments[i] * columns, columns);
            counts[assignments[i]]++;
            for (int c = 0; c < columns; c++)
                sum[c] += row[c];
        }

        var centroids = new float[sums.Length];
        for (int i = 0; i < sums.Length; i++)
            centroids[i] = (float)(sums[i] / counts[i / columns]);
        return centroids;
    }

    // A cluster without rows takes the row that is farthest from its centroid, out of a cluster that has another.
    private static void FillEmptyClusters(int[] assignments, double[] distances, int clusters)
    {
        var counts = new int[clusters];
        foreach (int cluster in assignments)
            counts[cluster]++;
        for (int empty = Array.IndexOf(counts, 0); empty >= 0; empty = Array.IndexOf(counts, 0))
        {
            int farthest = Enumerable.Range(0, assignments.Length).Where(i => counts[assignments[i]] > 1).MaxBy(i => distances[i]);
            counts[assignments[farthest]]--;
            (assignments[farthest], distances[farthest]) = (empty, 0);
            counts[empty]++;
        }
    }
}
