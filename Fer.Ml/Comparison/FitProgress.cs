namespace Fer.Ml;

/// <summary>Hands progress on at once, on the thread that reports.</summary>
internal sealed class FitProgress(Action<double> report) : IProgress<double>
{
    public void Report(double value) => report(value);
}
