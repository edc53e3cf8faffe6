namespace Fer.Preprocessing;

/// <summary>What the kinds of k-fold cross-validation have in common.</summary>
internal static class KFoldSplitter
{
    // "fold": keeps these random numbers apart from others of the same seed.
    private const ulong RandomStream = 0x66_6F_6C_64;

    /// <summary>Puts items in random order; without a seed they stay as they are.</summary>
    /// <param name="items">The items.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="stream">What the items are, where a seed serves several times.</param>
    public static void Shuffle(int[] items, ulong? seed, int stream = 0)
    {
        if (seed is { } value)
            RandomGenerator.Create(value, RandomStream, (ulong)stream).Shuffle(items.AsSpan());
    }

    public static void Check(int folds) => ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);

    /// <exception cref="DatasetException">Each class has fewer samples than there are folds.</exception>
    public static void CheckClasses(ILabeledData data, int folds)
    {
        int most = data.Labels.CountBy(label => label).Select(count => count.Value).DefaultIfEmpty().Max();
        if (most < folds)
        {
            throw new DatasetException(
                $"{folds} folds need a class of at least {folds} samples; the largest has {most}. Take fewer folds.");
        }
    }

    /// <exception cref="DatasetException">There are fewer groups than folds.</exception>
    public static void CheckGroups(int groups, int folds)
    {
        if (groups < folds)
            throw new DatasetException($"{folds} folds need at least {folds} groups, but there are {groups}. Take fewer folds.");
    }

    /// <summary>Each fold in turn to judge on, the others to learn from; samples keep their order.</summary>
    public static DataSplits<T>[] ToSplits<T>(T data, int[] foldOf, int folds)
        where T : ISubsettable<T> =>
        [.. Enumerable.Range(0, folds).Select(fold => new DataSplits<T>(
            new TrainingSplit<T>(data.Subset([.. Enumerable.Range(0, foldOf.Length).Where(i => foldOf[i] != fold)])),
            new EvaluationSplit<T>(data.Subset([.. Enumerable.Range(0, foldOf.Length).Where(i => foldOf[i] == fold)]))))];
}
