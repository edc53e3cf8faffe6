namespace Fer;

/// <summary>The progress of a part of a longer job, itself from 0 to 1, reported as progress of the whole.</summary>
public sealed class ProgressPart : IProgress<double>
{
    private readonly IProgress<double> _whole;
    private readonly double _start;
    private readonly double _end;

    private ProgressPart(IProgress<double> whole, double start, double end) => (_whole, _start, _end) = (whole, start, end);

    /// <summary>One of several parts of equal length.</summary>
    /// <param name="whole">Hears of the whole job; null where nobody listens, and so is the part then.</param>
    /// <param name="part">Which part, from 0.</param>
    /// <param name="parts">How many there are.</param>
    public static ProgressPart? Of(IProgress<double>? whole, int part, int parts) =>
        Between(whole, (double)part / parts, (part + 1.0) / parts);

    /// <summary>A part of any length.</summary>
    /// <param name="whole">Hears of the whole job; null where nobody listens, and so is the part then.</param>
    /// <param name="start">How much of the whole is done before the part, from 0 to 1.</param>
    /// <param name="end">How much is done after it, from 0 to 1.</param>
    public static ProgressPart? Between(IProgress<double>? whole, double start, double end) =>
        whole is null ? null : new ProgressPart(whole, start, end);

    /// <inheritdoc/>
    public void Report(double value) => _whole.Report(((1 - value) * _start) + (value * _end));
}
