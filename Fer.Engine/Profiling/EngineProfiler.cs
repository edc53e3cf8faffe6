using System.Diagnostics;

namespace Fer.Engine;

/// <summary>
/// Measures where the time of a network on the embedded engine goes, operation by operation. Give one to
/// <see cref="CpuEngineOptions.Profiler"/>; it gathers over all passes of all networks of that engine.
/// </summary>
public sealed class EngineProfiler
{
    private readonly int _maxEvents;
    private readonly List<ProfileEvent> _events = [];
    private readonly Dictionary<string, ProfiledOperation> _operations = new(StringComparer.Ordinal);
    private readonly List<ProfiledOperation> _order = [];
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Starts with nothing measured.</summary>
    /// <param name="maxEvents">How many single runs to keep for the trace; later ones only count in the sums. Default 50,000.</param>
    public EngineProfiler(int maxEvents = 50_000)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxEvents);
        _maxEvents = maxEvents;
    }

    /// <summary>The sums per operation, in the order in which they first ran.</summary>
    public IReadOnlyList<ProfiledOperation> Operations => _order;

    /// <summary>
    /// The speed that the matrix kernel reaches on data in the first-level cache, all threads together, in multiply-adds per second.
    /// </summary>
    public double PeakMultiplyAddsPerSecond { get; internal set; }

    /// <summary>The first runs of single operations, for a trace.</summary>
    internal IReadOnlyList<ProfileEvent> Events => _events;

    /// <summary>Counts one run of an operation.</summary>
    internal void Add(string name, string kernel, ProfilePhase phase, long start, long multiplyAdds, long bytes)
    {
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        if (!_operations.TryGetValue(name, out ProfiledOperation? operation))
        {
            operation = _operations[name] = new ProfiledOperation(name, kernel);
            _order.Add(operation);
        }

        operation.Add(phase, time, multiplyAdds, bytes);
        if (_events.Count < _maxEvents)
            _events.Add(new ProfileEvent(name, kernel, phase, Stopwatch.GetElapsedTime(_start, start), time));
    }
}
