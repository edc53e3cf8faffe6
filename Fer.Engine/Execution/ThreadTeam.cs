namespace Fer.Engine;

/// <summary>
/// A fixed set of threads that share out numbered tasks. Which thread runs a task is left to chance, what a task computes
/// is not: tasks are cut by the work alone and write to places of their own, so results do not depend on the thread count.
/// Nothing is allocated per run.
/// </summary>
internal sealed class ThreadTeam : IDisposable
{
    // Long enough to bridge the gap between two layers, short enough not to burn a core while the caller prepares data.
    private const int SpinsBeforeSleep = 2000;

    private readonly Lock _oneRun = new();
    private readonly Thread[] _workers;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly SemaphoreSlim _done = new(0);
    private Action<int, int>? _task;
    private int _taskCount;
    private int _nextTask;
    private int _running;
    private volatile Exception? _failure;
    private volatile bool _disposed;

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
        int helpers = Math.Min(_workers.Length, count - 1);
        _task = task;
        _taskCount = count;
        _nextTask = 0;
        _failure = null;
        Volatile.Write(ref _running, helpers + 1);
        _wake.Release(helpers);
        RunTasks(0);
        SpinThenWait(_done);
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
        _done.Dispose();
    }

    private void Work(int thread)
    {
        while (true)
        {
            SpinThenWait(_wake);
            if (_disposed)
                return;
            RunTasks(thread);
        }
    }

    private static void SpinThenWait(SemaphoreSlim semaphore)
    {
        for (int i = 0; i < SpinsBeforeSleep && semaphore.CurrentCount == 0; i++)
            Thread.SpinWait(8);
        semaphore.Wait();
    }

    private void RunTasks(int thread)
    {
        Action<int, int> task = _task!;
        int i;
        while ((i = Interlocked.Increment(ref _nextTask) - 1) < _taskCount)
        {
            try
            {
                task(i, thread);
            }
            catch (Exception error)
            {
                _failure = error;
            }
        }

        if (Interlocked.Decrement(ref _running) == 0)
            _done.Release();
    }
}
