namespace Fer.Ml;

/// <summary>
/// Which row is judged in which fold of a cross-validation; each row is judged once, by a model fitted to the other folds.
/// </summary>
public sealed class CrossValidationFolds
{
    private readonly int[] _foldOf;

    private CrossValidationFolds(int[] foldOf, int count) => (_foldOf, Count) = (foldOf, count);

    /// <summary>The number of folds.</summary>
    public int Count { get; }

    /// <summary>The fold of each row, from 0.</summary>
    public IReadOnlyList<int> FoldOf => _foldOf;

    /// <summary>
    /// Folds that have the classes in the same shares: scikit-learn's <c>StratifiedKFold</c> (1.2.1), without shuffling the very same.
    /// </summary>
    /// <param name="data">The rows.</param>
    /// <param name="folds">Their number, at least 2. Default 10, as in PyCaret.</param>
    /// <param name="shuffleSeed">Draws the rows of each class at random. Default 0; null takes them in their order.</param>
    /// <exception cref="DatasetException">Every class has fewer rows than there are folds.</exception>
    public static CrossValidationFolds Stratified(ILabeledData data, int folds = 10, ulong? shuffleSeed = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        int most = data.Labels.CountBy(label => label).Select(count => count.Value).DefaultIfEmpty().Max();
        if (most < folds)
        {
            throw new DatasetException(
                $"{folds} folds need a class of at least {folds} rows; the largest has {most}. Take fewer folds, or add rows.");
        }

        return new CrossValidationFolds(StratifiedFolds.Assign(data.Labels, data.Classes.Count, folds, shuffleSeed), folds);
    }

    /// <summary>
    /// Folds with no group in two of them and of about the same size: the largest group first, each into the smallest fold;
    /// scikit-learn's <c>GroupKFold</c> (1.2.1).
    /// </summary>
    /// <param name="groups">A key per row, such as the person shown.</param>
    /// <param name="folds">Their number, at least 2. Default 10.</param>
    /// <exception cref="DatasetException">There are fewer groups than folds.</exception>
    public static CrossValidationFolds Grouped(IReadOnlyList<string> groups, int folds = 10)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        (string Key, int Rows)[] sizes =
        [
            .. groups.CountBy(group => group, StringComparer.Ordinal).Select(group => (group.Key, group.Value))
                .OrderByDescending(group => group.Value).ThenByDescending(group => group.Key, StringComparer.Ordinal),
        ];
        if (sizes.Length < folds)
            throw new DatasetException($"{folds} folds need at least {folds} groups, but there are {sizes.Length}. Take fewer folds.");

        var rowsIn = new int[folds];
        var foldOfGroup = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((string key, int rows) in sizes)
        {
            int smallest = Array.IndexOf(rowsIn, rowsIn.Min());
            foldOfGroup[key] = smallest;
            rowsIn[smallest] += rows;
        }

        return new CrossValidationFolds([.. groups.Select(group => foldOfGroup[group])], folds);
    }

    /// <summary>Folds of one's own.</summary>
    /// <param name="foldOf">The fold of each row, from 0; none may be empty.</param>
    /// <exception cref="ArgumentException">There are fewer than two folds, or one without rows.</exception>
    public static CrossValidationFolds Of(IReadOnlyList<int> foldOf)
    {
        ArgumentNullException.ThrowIfNull(foldOf);
        int[] used = [.. foldOf.Distinct().Order()];
        int missing = Enumerable.Range(0, used.Length).FirstOrDefault(i => used[i] != i, -1);
        if (missing >= 0)
            throw new ArgumentException($"Fold {missing} has no rows; number the folds from 0 without gaps.", nameof(foldOf));
        if (used.Length < 2)
            throw new ArgumentException($"There must be 2 folds at least, not {used.Length}.", nameof(foldOf));
        return new CrossValidationFolds([.. foldOf], used.Length);
    }

    /// <summary>The folds of splits that another library made, such as a stratified and grouped cross-validation.</summary>
    /// <typeparam name="T">What the samples of the splits are; their identities count.</typeparam>
    /// <param name="data">The rows.</param>
    /// <param name="splits">A pair per fold; the evaluation sides together are the rows, each once.</param>
    /// <exception cref="ArgumentException">A row is judged in no fold or in two, or one is judged that is not of the data.</exception>
    public static CrossValidationFolds Of<T>(ILabeledData data, IReadOnlyList<DataSplits<T>> splits)
        where T : ILabeledData
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(splits);
        var foldOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int fold = 0; fold < splits.Count; fold++)
        {
            foreach (string id in splits[fold].Evaluation.Data.Ids)
            {
                if (!foldOf.TryAdd(id, fold))
                    throw new ArgumentException($"'{id}' is judged in fold {foldOf[id]} and in fold {fold}.", nameof(splits));
            }
        }

        int[] folds = [.. data.Ids.Select(id => foldOf.Remove(id, out int fold)
            ? fold
            : throw new ArgumentException($"'{id}' is judged in no fold.", nameof(splits)))];
        return foldOf.Count == 0
            ? Of(folds)
            : throw new ArgumentException($"'{foldOf.First().Key}' is judged, but is not a row of the data.", nameof(splits));
    }

    /// <summary>The rows judged in a fold, in their order.</summary>
    internal int[] RowsIn(int fold) => StratifiedFolds.Split(_foldOf, fold).Inside;

    /// <summary>The sides of a fold.</summary>
    internal DataSplits<FeatureTable> Split(FeatureTable table, int fold)
    {
        (int[] outside, int[] inside) = StratifiedFolds.Split(_foldOf, fold);
        return new DataSplits<FeatureTable>(
            new TrainingSplit<FeatureTable>(table.Subset(outside)), new EvaluationSplit<FeatureTable>(table.Subset(inside)));
    }
}
