namespace Fer.Preprocessing;

/// <summary>The progress within one class as part of the progress over all classes, each weighed by the square of its rows.</summary>
internal sealed class ClassProgress : IProgress<double>
{
    private readonly IProgress<double> _progress;
    private readonly double _start;
    private readonly double _length;

    private ClassProgress(IProgress<double> progress, double start, double length) =>
        (_progress, _start, _length) = (progress, start, length);

    /// <summary>The progress of a class; null where nobody listens.</summary>
    public static ClassProgress? Of(SamplingTask task, SortedDictionary<int, int> targets, int label)
    {
        if (task.Progress is null)
            return null;
        double total = targets.Where(target => target.Value > 0).Sum(target => Cost(target.Key));
        double before = targets.Where(target => target.Value > 0 && target.Key < label).Sum(target => Cost(target.Key));
        return new ClassProgress(task.Progress, before / total, Cost(label) / total);

        double Cost(int other) => (double)task.Counts.Of(other) * task.Counts.Of(other);
    }

    public void Report(double value) => _progress.Report(_start + _length * value);
}
