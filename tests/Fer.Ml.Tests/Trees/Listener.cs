namespace Fer.Ml.Tests;

/// <summary>Hears of progress on the thread that reports it.</summary>
internal sealed class Listener(Action<double> hear) : IProgress<double>
{
    public void Report(double value) => hear(value);
}
