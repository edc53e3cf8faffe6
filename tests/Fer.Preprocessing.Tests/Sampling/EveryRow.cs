namespace Fer.Preprocessing.Tests;

/// <summary>Takes every row for a support vector.</summary>
internal sealed class EveryRow : ISupportVectorFinder
{
    public int[] Find(TrainingSplit<FeatureTable> training, CancellationToken cancellationToken = default) =>
        [.. Enumerable.Range(0, training.Data.Count)];
}
