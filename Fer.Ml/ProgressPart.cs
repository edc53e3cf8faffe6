namespace Fer.Ml;

/// <summary>The progress of one of several parts of equal length.</summary>
internal sealed class ProgressPart : IProgress<double>
{
    private readonly IProgress<double> _whole;
    private readonly int _part;
    private readonly int _parts;

    private ProgressPart(IProgress<double> whole, int part, int parts) => (_whole, _part, _parts) = (whole, part, parts);

    /// <summary>The progress to hand to a part; null if nobody listens.</summary>
    public static IProgress<double>? Of(IProgress<double>? whole, int part, int parts) =>
        whole is null ? null : new ProgressPart(whole, part, parts);

    public void Report(double value) => _whole.Report((_part + value) / _parts);
}
