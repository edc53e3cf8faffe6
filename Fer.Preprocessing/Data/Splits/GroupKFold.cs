namespace Fer.Preprocessing;

/// <summary>
/// k-fold cross-validation with no group on both sides and folds of about the same size: the largest group first, each into the
/// smallest fold, as scikit-learn's <c>GroupKFold</c>.
/// </summary>
public sealed class GroupKFold
{
    /// <summary>Creates the division.</summary>
    /// <param name="folds">The number of folds, at least 2. Default 5.</param>
    /// <param name="seed">The seed to order groups of the same size by. Default null: the last by its key first.</param>
    public GroupKFold(int folds = 5, ulong? seed = null)
    {
        KFoldSplitter.Check(folds);
        Folds = folds;
        Seed = seed;
    }

    /// <summary>The number of folds.</summary>
    public int Folds { get; }

    /// <summary>The seed; null if groups of the same size are taken by their keys.</summary>
    public ulong? Seed { get; }

    /// <summary>Divides samples.</summary>
    /// <typeparam name="T">What the samples are.</typeparam>
    /// <param name="data">The samples.</param>
    /// <param name="groups">A key per sample, for example <see cref="ImageDataset.Groups"/> or what <see cref="GroupKeys"/> gave.</param>
    /// <returns>As many pairs as folds; each sample is judged on in exactly one of them.</returns>
    /// <exception cref="DatasetException">There are fewer groups than folds.</exception>
    public IReadOnlyList<DataSplits<T>> Split<T>(TrainingSplit<T> data, IReadOnlyList<string> groups)
        where T : ISubsettable<T>
    {
        ArgumentNullException.ThrowIfNull(data);
        int[] groupOf = GroupKeys.ToNumbers(groups, data.Data.Labels.Count, out int count);
        KFoldSplitter.CheckGroups(count, Folds);
        int[] foldOfGroup = Assign(groupOf, count);
        return KFoldSplitter.ToSplits(data.Data, Array.ConvertAll(groupOf, group => foldOfGroup[group]), Folds);
    }

    private int[] Assign(int[] groupOf, int count)
    {
        var sizes = new int[count];
        foreach (int group in groupOf)
            sizes[group]++;
        int[] order = [.. Enumerable.Range(0, count)];
        KFoldSplitter.Shuffle(order, Seed);

        var foldOf = new int[count];
        var foldSizes = new int[Folds];
        foreach (int group in order.OrderBy(group => sizes[group]).Reverse())
        {
            int smallest = Array.IndexOf(foldSizes, foldSizes.Min());
            foldOf[group] = smallest;
            foldSizes[smallest] += sizes[group];
        }

        return foldOf;
    }
}
