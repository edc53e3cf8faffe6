namespace Fer.Ml;

/// <summary>Settings of parallel loops.</summary>
internal static class Parallelism
{
    /// <summary>The threads of a fit, and what stops it.</summary>
    public static ParallelOptions Of(TrainingData data, CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = data.Threads, CancellationToken = cancellationToken };
}
