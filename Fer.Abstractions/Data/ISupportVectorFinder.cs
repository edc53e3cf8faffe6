namespace Fer;

/// <summary>Finds the rows near the borders between classes: those that a support vector classifier rests on.</summary>
public interface ISupportVectorFinder
{
    /// <summary>Finds the support vectors of a table.</summary>
    /// <param name="training">The rows.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The numbers of the rows that are support vectors, rising.</returns>
    /// <exception cref="DatasetException">The table cannot be learnt from.</exception>
    int[] Find(TrainingSplit<FeatureTable> training, CancellationToken cancellationToken = default);
}
