namespace Fer;

/// <summary>
/// Balances or cleans the classes of training data. It takes a training split and nothing else: a resampled evaluation would
/// feign an accuracy that no real data has.
/// </summary>
public interface ISampler
{
    /// <summary>Learns what is to be added or removed, and plans the table with it.</summary>
    /// <param name="training">The rows to resample; they stay as they are.</param>
    /// <param name="progress">Told the part that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The new table; its rows are computed as they are read, so that it need never be in memory as a whole.</returns>
    /// <exception cref="DatasetException">The table is empty, has one class only, holds a value that is not a finite number, or a
    /// class is too small for what is asked of it.</exception>
    TrainingSplit<ResampledTable> FitResample(
        TrainingSplit<FeatureTable> training, IProgress<double>? progress = null, CancellationToken cancellationToken = default);
}
