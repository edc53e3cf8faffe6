namespace Fer.Preprocessing;

/// <summary>The progress of a part of a longer job.</summary>
internal sealed class ProgressPart : IProgress<double>
{
    private readonly IProgress<double> _whole;
    private readonly double _start;
    private readonly double _length;

    private ProgressPart(IProgress<double> whole, double start, double length) => (_whole, _start, _length) = (whole, start, length);

    /// <summary>A part of a job, itself from 0 to 1; null where nobody listens.</summary>
    public static ProgressPart? Of(IProgress<double>? whole, double start, double length) =>
        whole is null ? null : new ProgressPart(whole, start, length);

    public void Report(double value) => _whole.Report(_start + (_length * value));
}
