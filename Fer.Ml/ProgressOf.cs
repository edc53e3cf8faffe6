namespace Fer.Ml;

/// <summary>Hands progress on at once, on the thread that reports.</summary>
internal sealed class ProgressOf<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
