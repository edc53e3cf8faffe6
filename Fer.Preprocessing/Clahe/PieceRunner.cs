using System.Runtime.ExceptionServices;

namespace Fer.Preprocessing;

/// <summary>Runs a job's pieces on the thread pool and waits for them, over and over without allocating. Not for several callers.</summary>
/// <remarks>
/// The caller works too, so a busy pool delays but never blocks. A pool thread that comes too late finds no piece, or one of the
/// next job: the number of pieces and of the next one are one 64-bit value, so it never sees half of a new job.
/// </remarks>
internal sealed class PieceRunner : IThreadPoolWorkItem
{
    private readonly object _finished = new();
    private Action<int>? _job;
    private ExceptionDispatchInfo? _error;
    private long _ticket;
    private int _unfinished;

    /// <summary>Calls the job with 0 to <paramref name="pieces"/> - 1, each once, and returns when all are done.</summary>
    public void Run(int pieces, Action<int> job)
    {
        _job = job;
        _error = null;
        _unfinished = pieces;
        Interlocked.Exchange(ref _ticket, (long)pieces << 32);
        for (int i = 1; i < pieces; i++)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        Execute();
        Wait();
        _error?.Throw();
    }

    /// <summary>Takes pieces until none is left.</summary>
    public void Execute()
    {
        for (; ; )
        {
            long taken = Interlocked.Increment(ref _ticket) - 1;
            int piece = (int)(uint)taken;
            if (piece >= (int)(taken >> 32))
                return;
            try
            {
                _job!(piece);
            }
            catch (Exception error)
            {
                _error = ExceptionDispatchInfo.Capture(error);
            }

            if (Interlocked.Decrement(ref _unfinished) == 0)
            {
                lock (_finished)
                    Monitor.Pulse(_finished);
            }
        }
    }

    private void Wait()
    {
        var spinning = new SpinWait();
        while (Volatile.Read(ref _unfinished) > 0 && !spinning.NextSpinWillYield)
            spinning.SpinOnce();
        lock (_finished)
        {
            while (Volatile.Read(ref _unfinished) > 0)
                Monitor.Wait(_finished);
        }
    }
}
