namespace Fer.Preprocessing;

/// <summary>Keeps rows drawn at random, as imbalanced-learn's <c>RandomUnderSampler</c>; the result is ordered by class.</summary>
public sealed class RandomUnderSampler : UnderSampler
{
    /// <summary>Whether a row may be drawn more than once; false by default.</summary>
    public bool Replacement { get; init; }

    internal override bool ReadsFeatures => false;

    private protected override SamplingType Type => SamplingType.UnderSampling;

    private protected override int[] Keep(SamplingTask task, SortedDictionary<int, int> targets)
    {
        var kept = new List<int>();
        foreach (int label in task.Counts.Present)
        {
            task.CancellationToken.ThrowIfCancellationRequested();
            int[] rows = task.Counts.RowsOf(label);
            kept.AddRange(targets.TryGetValue(label, out int count) ? Draw(rows, count, label) : rows);
            ClassProgress.Of(task, task.Counts.Present, label)?.Report(1);
        }

        return [.. kept];
    }

    private int[] Draw(int[] rows, int count, int label)
    {
        RandomGenerator random = RandomGenerator.Create(Seed, RandomStreams.Selection, (ulong)label);
        var drawn = new int[count];
        if (Replacement)
        {
            for (int i = 0; i < count; i++)
                drawn[i] = rows[random.Next(rows.Length)];
            return drawn;
        }

        var shuffled = (int[])rows.Clone();
        random.Shuffle(shuffled.AsSpan());
        return shuffled[..count];
    }
}
