namespace Fer.Training;

/// <summary>Lets something through at most ten times a second.</summary>
internal sealed class Throttle(TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private long? _last;

    /// <summary>Whether it is time again.</summary>
    public bool IsDue()
    {
        long now = clock.GetTimestamp();
        if (_last is { } last && clock.GetElapsedTime(last, now) < Interval)
            return false;
        _last = now;
        return true;
    }
}
