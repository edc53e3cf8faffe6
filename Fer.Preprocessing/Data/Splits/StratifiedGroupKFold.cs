namespace Fer.Preprocessing;

/// <summary>
/// k-fold cross-validation with no group on both sides and each class's share in the folds as even as groups allow, as
/// scikit-learn's <c>StratifiedGroupKFold</c>: the groups of the most uneven classes first, each into the fold that leaves the
/// classes' shares least spread over the folds.
/// </summary>
public sealed class StratifiedGroupKFold
{
    /// <summary>Creates the division.</summary>
    /// <param name="folds">The number of folds, at least 2. Default 5.</param>
    /// <param name="seed">The seed to order equally uneven groups by. Default null: by their keys.</param>
    public StratifiedGroupKFold(int folds = 5, ulong? seed = null)
    {
        KFoldSplitter.Check(folds);
        Folds = folds;
        Seed = seed;
    }

    /// <summary>The number of folds.</summary>
    public int Folds { get; }

    /// <summary>The seed; null if equally uneven groups are taken by their keys.</summary>
    public ulong? Seed { get; }

    /// <summary>Divides samples.</summary>
    /// <typeparam name="T">What the samples are.</typeparam>
    /// <param name="data">The samples.</param>
    /// <param name="groups">A key per sample, for example <see cref="ImageDataset.Groups"/> or what <see cref="GroupKeys"/> gave.</param>
    /// <returns>As many pairs as folds; each sample is judged on in exactly one of them.</returns>
    /// <exception cref="DatasetException">There are fewer groups than folds, or each class has fewer samples than that.</exception>
    public IReadOnlyList<DataSplits<T>> Split<T>(TrainingSplit<T> data, IReadOnlyList<string> groups)
        where T : ISubsettable<T>
    {
        ArgumentNullException.ThrowIfNull(data);
        int[] groupOf = GroupKeys.ToNumbers(groups, data.Data.Labels.Count, out int count);
        KFoldSplitter.CheckGroups(count, Folds);
        KFoldSplitter.CheckClasses(data.Data, Folds);
        int[] foldOfGroup = Assign(data.Data.Labels, groupOf, count);
        return KFoldSplitter.ToSplits(data.Data, Array.ConvertAll(groupOf, group => foldOfGroup[group]), Folds);
    }

    private int[] Assign(IReadOnlyList<int> labels, int[] groupOf, int count)
    {
        // Classes without samples would have no share.
        int[] present = [.. labels.Distinct().Order()];
        double[][] groupCounts = [.. Enumerable.Range(0, count).Select(_ => new double[present.Length])];
        for (int i = 0; i < groupOf.Length; i++)
            groupCounts[groupOf[i]][Array.BinarySearch(present, labels[i])]++;
        double[] classCounts = [.. present.Select((_, c) => groupCounts.Sum(counts => counts[c]))];

        int[] order = [.. Enumerable.Range(0, count)];
        KFoldSplitter.Shuffle(order, Seed);
        var foldOf = new int[count];
        double[][] foldCounts = [.. Enumerable.Range(0, Folds).Select(_ => new double[present.Length])];
        foreach (int group in order.OrderByDescending(group => StandardDeviation(groupCounts[group])))
        {
            int best = FindBestFold(foldCounts, groupCounts[group], classCounts);
            foldOf[group] = best;
            Add(foldCounts[best], groupCounts[group], 1);
        }

        return foldOf;
    }

    private static int FindBestFold(double[][] foldCounts, double[] group, double[] classCounts)
    {
        int best = -1;
        double least = double.PositiveInfinity, leastSamples = double.PositiveInfinity;
        for (int fold = 0; fold < foldCounts.Length; fold++)
        {
            Add(foldCounts[fold], group, 1);
            double spread = Spread(foldCounts, classCounts);
            Add(foldCounts[fold], group, -1);
            double samples = foldCounts[fold].Sum();
            if (spread < least || (IsClose(spread, least) && samples < leastSamples))
                (best, least, leastSamples) = (fold, spread, samples);
        }

        return best;
    }

    /// <summary>The mean over the classes of how much their shares differ between the folds.</summary>
    private static double Spread(double[][] foldCounts, double[] classCounts)
    {
        double sum = 0;
        var shares = new double[foldCounts.Length];
        for (int c = 0; c < classCounts.Length; c++)
        {
            for (int fold = 0; fold < shares.Length; fold++)
                shares[fold] = foldCounts[fold][c] / classCounts[c];
            sum += StandardDeviation(shares);
        }

        return sum / classCounts.Length;
    }

    private static double StandardDeviation(double[] values)
    {
        double mean = values.Sum() / values.Length, sum = 0;
        foreach (double value in values)
            sum += (value - mean) * (value - mean);
        return Math.Sqrt(sum / values.Length);
    }

    // As NumPy's isclose.
    private static bool IsClose(double a, double b) => Math.Abs(a - b) <= 1e-8 + (1e-5 * Math.Abs(b));

    private static void Add(double[] counts, double[] group, int sign)
    {
        for (int c = 0; c < counts.Length; c++)
            counts[c] += sign * group[c];
    }
}
