namespace Fer.Training;

/// <summary>Counts samples against the time spent on them.</summary>
internal sealed class Pace(TimeProvider clock)
{
    private TimeSpan _spent;
    private long _samples;
    private long _mark;

    /// <summary>Samples per second; 0 while unknown.</summary>
    public double PerSecond => _spent > TimeSpan.Zero ? _samples / _spent.TotalSeconds : 0;

    /// <summary>Starts the clock, after a time that does not count.</summary>
    public void Start() => _mark = clock.GetTimestamp();

    /// <summary>Counts samples and the time since the last call.</summary>
    public void Add(long samples)
    {
        long now = clock.GetTimestamp();
        _spent += clock.GetElapsedTime(_mark, now);
        _mark = now;
        _samples += samples;
    }
}
