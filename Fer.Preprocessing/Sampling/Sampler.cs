namespace Fer.Preprocessing;

/// <summary>What this package's samplers have in common.</summary>
public abstract class Sampler : ISampler
{
    private protected Sampler()
    {
    }

    /// <summary>
    /// Which classes are resampled, and how many rows of each are wanted; <see cref="SamplingStrategy.Auto"/> by default.
    /// </summary>
    public SamplingStrategy SamplingStrategy { get; init; } = SamplingStrategy.Auto;

    /// <summary>The seed; the same one gives the same rows on any number of threads. 0 by default.</summary>
    public ulong Seed { get; init; }

    /// <summary>The most threads; 0, the default, for all cores.</summary>
    public int Threads
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Whether it looks at the features; others decide by the labels alone.</summary>
    internal virtual bool ReadsFeatures => true;

    /// <inheritdoc/>
    public TrainingSplit<ResampledTable> FitResample(
        TrainingSplit<FeatureTable> training, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        cancellationToken.ThrowIfCancellationRequested();
        ResampledTable resampled = Resample(new SamplingTask(training.Data, Threads, progress, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        progress?.Report(1);
        return new TrainingSplit<ResampledTable>(resampled);
    }

    /// <summary>Resamples a table that has been checked.</summary>
    private protected abstract ResampledTable Resample(SamplingTask task);
}
