namespace Fer.Ml.Tests;

/// <summary>Tells on the thread that reports; <see cref="Progress{T}"/> does so later.</summary>
internal sealed class DirectProgress(Action<double> tell) : IProgress<double>
{
    public void Report(double value) => tell(value);
}
