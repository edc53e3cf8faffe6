using System.Runtime.ExceptionServices;

namespace Fer.Training;

/// <summary>
/// Prepares batches on a thread of its own, a few ahead of the one in use, in batch objects that are filled again and again:
/// after the first batches it allocates nothing.
/// </summary>
internal sealed class BatchLoader : IDisposable
{
    private readonly object _gate = new();
    private readonly Batch[] _ring;
    private readonly Thread _thread;
    private ISampleSource? _source;
    private Action<Batch, int>? _augment;
    private int[] _order = [];
    private int _sampleCount;
    private int _epoch;
    private int _end;
    private int _prepared;
    private int _taken;
    private int _released;
    private Exception? _error;
    private volatile bool _disposed;

    /// <summary>Makes room for the batches and starts the thread.</summary>
    /// <param name="input">The shape of one sample.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="batchSize">The most samples per batch.</param>
    /// <param name="capacity">The number of batch objects: the one in use and those ahead of it.</param>
    public BatchLoader(TensorShape input, int classes, int batchSize, int capacity = 3)
    {
        _ring = new Batch[capacity];
        for (int i = 0; i < capacity; i++)
            _ring[i] = new Batch(input, classes, batchSize);
        _thread = new Thread(Run) { IsBackground = true, Name = "Fer batch loader" };
        _thread.Start();
    }

    /// <summary>Begins a pass over samples. The pass before must have been read to its end.</summary>
    /// <param name="source">The samples.</param>
    /// <param name="order">The samples' indices in the order wanted; not to be changed during the pass.</param>
    /// <param name="sampleCount">How many of them to take.</param>
    /// <param name="epoch">The epoch, from 0, that augmentation sees.</param>
    /// <param name="firstBatch">The first batch to prepare, to continue a pass; 0 for a whole pass.</param>
    /// <param name="augment">Changes each batch of this pass when it is filled; told its number, from 0.</param>
    public void Start(
        ISampleSource source, int[] order, int sampleCount, int epoch, int firstBatch = 0, Action<Batch, int>? augment = null)
    {
        lock (_gate)
        {
            ThrowIfFailed();
            if (_released != _end)
                throw new InvalidOperationException("The pass before has not been read to its end.");
            _source = source;
            _augment = augment;
            _order = order;
            _sampleCount = sampleCount;
            _epoch = epoch;
            _prepared = _taken = _released = firstBatch;
            _end = BatchCount(sampleCount, _ring[0].Capacity);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The next batch; to be given back by <see cref="Release"/> before another is asked for.</summary>
    /// <exception cref="FerException">A sample could not be loaded.</exception>
    public Batch Next()
    {
        lock (_gate)
        {
            if (_taken == _end || _taken != _released)
                throw new InvalidOperationException("The pass has ended, or the last batch was not released.");
            while (_prepared == _taken)
            {
                ThrowIfFailed();
                Monitor.Wait(_gate);
            }

            return _ring[_taken++ % _ring.Length];
        }
    }

    /// <summary>Gives the batch in use back, to be filled again.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _released = _taken;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Ends the thread, as soon as the sample that it is loading is done.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            Monitor.PulseAll(_gate);
        }

        _thread.Join();
    }

    /// <summary>The number of batches that samples fill.</summary>
    public static int BatchCount(int samples, int batchSize) => (samples + batchSize - 1) / batchSize;

    private void ThrowIfFailed()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_error is not null)
            ExceptionDispatchInfo.Throw(_error);
    }

    private void Run()
    {
        try
        {
            while (WaitForRoom())
            {
                Fill(_ring[_prepared % _ring.Length], _prepared);
                lock (_gate)
                {
                    _prepared++;
                    Monitor.PulseAll(_gate);
                }
            }
        }
        catch (Exception error)
        {
            lock (_gate)
            {
                _error = error;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private bool WaitForRoom()
    {
        lock (_gate)
        {
            while (!_disposed && (_prepared == _end || _prepared - _released == _ring.Length))
                Monitor.Wait(_gate);
            return !_disposed;
        }
    }

    private void Fill(Batch batch, int number)
    {
        int first = number * batch.Capacity;
        batch.Count = Math.Min(batch.Capacity, _sampleCount - first);
        for (int i = 0; i < batch.Count && !_disposed; i++)
        {
            int sample = _order[first + i];
            Load(sample, batch.Input(i));
            _source!.LoadTarget(sample, batch.Target(i));
        }

        _augment?.Invoke(batch, number);
    }

    private void Load(int sample, Span<float> destination)
    {
        try
        {
            _source!.Load(sample, _epoch, destination);
        }
        catch (Exception error) when (error is not FerException)
        {
            throw new FerException($"{_source!.Ids[sample]}: the sample cannot be loaded: {error.Message}", error);
        }
    }
}
