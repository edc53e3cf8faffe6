namespace Fer.Ml;

/// <summary>Fits fold by fold to the rows outside it, for what is said of the rows inside.</summary>
internal static class CrossFitting
{
    /// <summary>Fits to the rows outside a fold.</summary>
    public delegate void FoldAction(
        HeldOutFold fold, TrainingSplit<FeatureTable> training, FitOptions? options, IProgress<double>? progress);

    public static void ThrowIfTooFew(int folds)
    {
        if (folds < 2)
            throw new ArgumentException($"There must be 2 folds at least, not {folds}.", nameof(folds));
    }

    /// <summary>Runs the folds in order; one without rows, where there are fewer rows than folds, is left out.</summary>
    /// <exception cref="DatasetException">All rows fall into one fold.</exception>
    public static void Run(
        FeatureTable table, int[] foldOf, int folds, FitOptions? options, IProgress<double>? progress, FoldAction action)
    {
        for (int fold = 0; fold < folds; fold++)
        {
            (int[] outside, int[] inside) = StratifiedFolds.Split(foldOf, fold);
            if (inside.Length == 0)
                continue;
            if (outside.Length == 0)
                throw new DatasetException($"A table of {foldOf.Length} row cannot be cut into folds; add rows.");
            action(
                new HeldOutFold(inside, table.Subset(inside).Values),
                new TrainingSplit<FeatureTable>(table.Subset(outside)),
                EnsembleFit.Subset(options, outside),
                ProgressPart.Of(progress, fold, folds));
        }
    }
}
