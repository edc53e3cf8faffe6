using System.Runtime.ExceptionServices;

namespace Fer.Preprocessing;

/// <summary>Runs a job once per item on several threads, with progress, cancellation and a reproducible first error.</summary>
internal static class ParallelItems
{
    /// <param name="count">The number of items.</param>
    /// <param name="threads">The most threads; 0 for all cores.</param>
    /// <param name="progress">Told about each hundredth part, in order.</param>
    /// <param name="body">The job; when it fails for some items, the error of the first of them is thrown.</param>
    /// <param name="cancellationToken">Stops the job between two items.</param>
    public static void For(int count, int threads, IProgress<ItemProgress>? progress, Action<int> body, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        var options = new ParallelOptions
        {
            CancellationToken = cancellationToken,
            MaxDegreeOfParallelism = threads == 0 ? Environment.ProcessorCount : threads,
        };
        var gate = new Lock();
        int done = 0;
        int step = Math.Max(1, count / 100);
        int firstFailed = int.MaxValue;
        ExceptionDispatchInfo? firstError = null;

        Parallel.For(0, count, options, (item, loop) =>
        {
            try
            {
                body(item);
            }
            catch (Exception error)
            {
                lock (gate)
                {
                    if (item < firstFailed)
                        (firstFailed, firstError) = (item, ExceptionDispatchInfo.Capture(error));
                }

                // All items before this one still run, so the first error is the same on any number of threads.
                loop.Break();
                return;
            }

            lock (gate)
            {
                done++;
                if (done % step == 0 || done == count)
                    progress?.Report(new ItemProgress(done, count));
            }
        });
        firstError?.Throw();
    }
}
