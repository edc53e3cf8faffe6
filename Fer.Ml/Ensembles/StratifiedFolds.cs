namespace Fer.Ml;

/// <summary>
/// Cuts rows into folds that have the classes in the same shares: scikit-learn's <c>StratifiedKFold</c> (1.2.1), without shuffling the
/// very same folds.
/// </summary>
internal static class StratifiedFolds
{
    private const ulong StreamKey = 0x5354524154464C44; // sets this stream apart from the seed's other uses

    /// <summary>The fold of each row.</summary>
    /// <param name="labels">The class of each row.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="folds">The number of folds, at least 2.</param>
    /// <param name="shuffleSeed">Draws the rows of a class for the folds at random; null to take them in their order.</param>
    public static int[] Assign(IReadOnlyList<int> labels, int classes, int folds, ulong? shuffleSeed)
    {
        // The classes in the order in which they come first, as scikit-learn encodes them; then every folds-th of the sorted labels.
        int[] order = [.. labels.Distinct()];
        var rowsOf = new List<int>[classes];
        for (int row = 0; row < labels.Count; row++)
            (rowsOf[labels[row]] ??= []).Add(row);
        var foldOf = new int[labels.Count];
        int position = 0;
        foreach (int label in order)
        {
            var sizes = new int[folds];
            for (int i = 0; i < rowsOf[label].Count; i++)
                sizes[position++ % folds]++;
            int[] rows = [.. rowsOf[label]];
            if (shuffleSeed is { } seed)
            {
                RandomGenerator random = RandomGenerator.Create(seed, StreamKey, (ulong)rows[0]);
                random.Shuffle<int>(rows);
            }

            int next = 0;
            for (int fold = 0; fold < folds; fold++)
            {
                for (int i = 0; i < sizes[fold]; i++)
                    foldOf[rows[next++]] = fold;
            }
        }

        return foldOf;
    }

    /// <summary>The rows outside and inside a fold, each in their order.</summary>
    public static (int[] Outside, int[] Inside) Split(int[] foldOf, int fold)
    {
        int[] rows = [.. Enumerable.Range(0, foldOf.Length)];
        return (Array.FindAll(rows, row => foldOf[row] != fold), Array.FindAll(rows, row => foldOf[row] == fold));
    }
}
