namespace Fer.Preprocessing;

/// <summary>SMOTE, and then a cleaning of what it made.</summary>
public abstract class CombinedSampler : Sampler
{
    private protected CombinedSampler()
    {
    }

    /// <summary>The over-sampling; by default SMOTE with this sampler's strategy, seed and threads.</summary>
    public Smote? Smote { get; init; }

    /// <summary>The sampler that cleans.</summary>
    private protected abstract UnderSampler Cleaning { get; }

    private protected sealed override ResampledTable Resample(SamplingTask task)
    {
        Smote smote = Smote ?? new Smote { SamplingStrategy = SamplingStrategy, Seed = Seed, Threads = Threads };
        ResampledTable grown = smote.FitResample(
            new TrainingSplit<FeatureTable>(task.Table), ProgressPart.Of(task.Progress, 0, 2), task.CancellationToken).Data;
        FeatureTable values = grown.ToTable(Threads, task.CancellationToken);
        IProgress<double>? cleaning = ProgressPart.Of(task.Progress, 1, 2);
        return grown.Select(Cleaning.Keep(new SamplingTask(values, Threads, cleaning, task.CancellationToken)));
    }
}
