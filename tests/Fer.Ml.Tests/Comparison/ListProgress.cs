namespace Fer.Ml.Tests;

/// <summary>Keeps everything that is told, and may act on it at once.</summary>
internal sealed class ListProgress<T>(Action<T>? act = null) : IProgress<T>
{
    private readonly List<T> _told = [];

    public IReadOnlyList<T> Told
    {
        get
        {
            lock (_told)
                return [.. _told];
        }
    }

    public void Report(T value)
    {
        lock (_told)
            _told.Add(value);
        act?.Invoke(value);
    }
}
