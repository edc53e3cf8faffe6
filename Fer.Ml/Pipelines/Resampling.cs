namespace Fer.Ml;

/// <summary>Puts samplers to work on rows that are about to be learnt from.</summary>
internal static class Resampling
{
    /// <summary>The rows that a sampler makes of others; without a sampler the same ones.</summary>
    public static TrainingSplit<FeatureTable> Resample(
        this TrainingSplit<FeatureTable> training,
        ISampler? sampler,
        int threads,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default) => sampler is null
        ? training
        : sampler.FitResample(training, progress, cancellationToken).Map(table => table.ToTable(threads, cancellationToken));
}
