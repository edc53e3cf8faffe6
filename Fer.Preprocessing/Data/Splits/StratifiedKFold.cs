namespace Fer.Preprocessing;

/// <summary>
/// k-fold cross-validation in which each class has the same share in all folds, give or take one sample, as scikit-learn's
/// <c>StratifiedKFold</c>; without a seed fold by fold the same as there.
/// </summary>
public sealed class StratifiedKFold
{
    /// <summary>Creates the division.</summary>
    /// <param name="folds">The number of folds, at least 2. Default 5.</param>
    /// <param name="seed">The seed to draw each class's samples by. Default null: they are taken in their order.</param>
    public StratifiedKFold(int folds = 5, ulong? seed = null)
    {
        KFoldSplitter.Check(folds);
        Folds = folds;
        Seed = seed;
    }

    /// <summary>The number of folds.</summary>
    public int Folds { get; }

    /// <summary>The seed; null if samples are taken in their order.</summary>
    public ulong? Seed { get; }

    /// <summary>Divides samples.</summary>
    /// <typeparam name="T">What the samples are.</typeparam>
    /// <param name="data">The samples. A class with fewer of them than there are folds is absent from some.</param>
    /// <returns>As many pairs as folds; each sample is judged on in exactly one of them.</returns>
    /// <exception cref="DatasetException">Each class has fewer samples than there are folds.</exception>
    public IReadOnlyList<DataSplits<T>> Split<T>(TrainingSplit<T> data)
        where T : ISubsettable<T>
    {
        ArgumentNullException.ThrowIfNull(data);
        KFoldSplitter.CheckClasses(data.Data, Folds);
        return KFoldSplitter.ToSplits(data.Data, Assign(data.Data.Labels), Folds);
    }

    private int[] Assign(IReadOnlyList<int> labels)
    {
        var foldOf = new int[labels.Count];
        int dealt = 0;
        foreach (IGrouping<int, int> members in Enumerable.Range(0, labels.Count).GroupBy(i => labels[i]))
        {
            // The samples sorted by class are dealt out in turn, so that the folds' sizes too differ by one at most.
            int[] folds = [.. members.Select((_, n) => (dealt + n) % Folds).Order()];
            dealt += folds.Length;
            KFoldSplitter.Shuffle(folds, Seed, members.Key);
            foreach ((int n, int i) in members.Index())
                foldOf[i] = folds[n];
        }

        return foldOf;
    }
}
