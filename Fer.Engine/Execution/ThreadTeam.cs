using System.Runtime.InteropServices;

namespace Fer.Engine;

/// <summary>
/// A fixed set of threads that share out numbered tasks. Which thread runs a task is left to chance, what a task computes
/// is not: tasks are cut by the work alone and write to places of their own, so results do not depend on the thread count.
/// Nothing is allocated per run. A run waits for its tasks, not for its threads: one that the system has put aside takes no part,
/// and does not hold up the others.
/// </summary>
internal sealed class ThreadTeam : IDisposable
{
    // Long enough to bridge the gap between two layers, short enough not to burn a core while the caller prepares data.
    private const int SpinsBeforeSleep = 2000;

    private readonly Lock _oneRun = new();
    private readonly Thread[] _workers;
    private readonly SemaphoreSlim _wake = new(0);
    private Action<int, int>? _task;
    private int _taskCount;

    private Shared _shared;
    private volatile Exception? _failure;
    private volatile bool _disposed;

    /// <summary>What the threads write to: each on cache lines of its own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 512)]
    private struct Shared
    {
        /// <summary>The number of the run, then how many of its tasks no one has taken: together, so that none is taken too late.</summary>
        [FieldOffset(128)]
        public long Ticket;

        /// <summary>The tasks not finished yet.</summary>
        [FieldOffset(256)]
        public int Unfinished;

        /// <summary>The workers asleep.</summary>
        [FieldOffset(384)]
        public int Sleeping;
    }

    /// <summary>Starts the threads; the caller's own thread is one of them.</summary>
    public ThreadTeam(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
        _workers = new Thread[threads - 1];
        for (int i = 0; i < _workers.Length; i++)
        {
            int worker = i + 1;
            _workers[i] = new Thread(() => Work(worker)) { IsBackground = true, Name = $"Fer.Engine {worker}" };
            _workers[i].Start();
        }
    }

    /// <summary>The number of threads.</summary>
    public int Threads { get; }

    /// <summary>Runs the tasks 0 to <paramref name="count"/> - 1 and waits for all of them.</summary>
    /// <param name="count">The number of tasks.</param>
    /// <param name="task">Takes the task and the thread (0 to <see cref="Threads"/> - 1), for scratch memory of its own.</param>
    public void Run(int count, Action<int, int> task)
    {
        if (count <= 0)
            return;
        if (_workers.Length == 0 || count == 1)
        {
            for (int i = 0; i < count; i++)
                task(i, 0);
            return;
        }

        lock (_oneRun)
            RunOnAll(count, task);
    }

    private void RunOnAll(int count, Action<int, int> task)
    {
        _task = task;
        _taskCount = count;
        _failure = null;
        _shared.Unfinished = count;
        Interlocked.Exchange(ref _shared.Ticket, (((_shared.Ticket >> 32) + 1) << 32) | (uint)count);
        int sleeping = Math.Min(Volatile.Read(ref _shared.Sleeping), count - 1);
        if (sleeping > 0)
            _wake.Release(sleeping);
        RunTasks(0);
        for (int i = 0; Volatile.Read(ref _shared.Unfinished) > 0; i++)
        {
            if (i < SpinsBeforeSleep)
                Thread.SpinWait(8);
            else
                Thread.Yield();
        }

        _task = null;
        if (_failure is { } failure)
            throw new InvalidOperationException($"A task of the engine failed: {failure.Message}", failure);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        if (_workers.Length > 0)
            _wake.Release(_workers.Length);
        foreach (Thread worker in _workers)
            worker.Join();
        _wake.Dispose();
    }

    private bool HasTasks => (uint)Volatile.Read(ref _shared.Ticket) > 0;

    private void Work(int thread)
    {
        while (!_disposed)
        {
            RunTasks(thread);
            for (int i = 0; i < SpinsBeforeSleep && !HasTasks; i++)
                Thread.SpinWait(8);
            if (!HasTasks)
                Sleep();
        }
    }

    private void Sleep()
    {
        // Who starts a run looks for sleepers after it has announced its tasks; so look for tasks after lying down.
        Interlocked.Increment(ref _shared.Sleeping);
        if (!HasTasks && !_disposed)
            _wake.Wait();
        Interlocked.Decrement(ref _shared.Sleeping);
    }

    private void RunTasks(int thread)
    {
        while (true)
        {
            long ticket = Volatile.Read(ref _shared.Ticket);
            uint left = (uint)ticket;
            if (left == 0)
                return;

            // Many at first, to take few turns at the counter; one by one in the end, so that all finish together.
            int taken = Math.Max(1, (int)left / (4 * Threads));
            if (Interlocked.CompareExchange(ref _shared.Ticket, ticket - taken, ticket) != ticket)
                continue;

            // The run cannot end before these tasks have, so what it set is still there.
            int first = _taskCount - (int)left;
            for (int i = first; i < first + taken; i++)
                RunTask(i, thread);
            Interlocked.Add(ref _shared.Unfinished, -taken);
        }
    }

    private void RunTask(int number, int thread)
    {
        try
        {
            _task!(number, thread);
        }
        catch (Exception error)
        {
            _failure = error;
        }
    }
}
