namespace Fer.Preprocessing;

/// <summary>The progress within one class as part of the progress over all classes, each weighed by the square of its rows.</summary>
internal static class ClassProgress
{
    /// <summary>The progress of a class that gets new rows.</summary>
    public static ProgressPart? Of(SamplingTask task, SortedDictionary<int, int> targets, int label) =>
        Of(task, targets.Where(target => target.Value > 0).Select(target => target.Key), label);

    /// <summary>The progress of a class among those that are worked on in ascending order; null where nobody listens.</summary>
    public static ProgressPart? Of(SamplingTask task, IEnumerable<int> labels, int label)
    {
        if (task.Progress is null)
            return null;
        double total = 0, before = 0;
        foreach (int other in labels)
        {
            total += Cost(other);
            before += other < label ? Cost(other) : 0;
        }

        return ProgressPart.Between(task.Progress, before / total, (before + Cost(label)) / total);

        double Cost(int other) => (double)task.Counts.Of(other) * task.Counts.Of(other);
    }
}
