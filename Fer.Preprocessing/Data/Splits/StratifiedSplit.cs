namespace Fer.Preprocessing;

/// <summary>Divides samples so that each class has the same share on both sides.</summary>
public static class StratifiedSplit
{
    // "split": keeps these random numbers apart from others of the same seed.
    private const ulong RandomStream = 0x73_70_6C_69_74;

    /// <summary>Holds back a part of the samples to judge on, chosen at random, and leaves the rest to learn from.</summary>
    /// <typeparam name="T">What the samples are.</typeparam>
    /// <param name="data">The samples.</param>
    /// <param name="fraction">
    /// The part of each class to hold back, between 0 and 1: <c>fraction * n</c> rounded, but at least one sample on each side.
    /// </param>
    /// <param name="seed">The same seed gives the same split.</param>
    /// <param name="groups">
    /// A key per sample; samples of equal key stay on one side, for example identical pictures with their <see cref="ContentHash"/>.
    /// A class's share then is off by less than its largest group, as long as no group mixes classes. By default each sample is
    /// on its own.
    /// </param>
    /// <exception cref="DatasetException">A class is too small, or has too few groups, to stand on both sides.</exception>
    public static DataSplits<T> ByFraction<T>(
        TrainingSplit<T> data, double fraction, ulong seed, IReadOnlyList<string>? groups = null)
        where T : ISubsettable<T>
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!(fraction > 0 && fraction < 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "The part to hold back must lie between 0 and 1.");
        T samples = data.Data;
        if (groups is not null && groups.Count != samples.Labels.Count)
            throw new ArgumentException($"{groups.Count} group keys do not fit {samples.Labels.Count} samples.", nameof(groups));

        bool[] heldBack = ChooseHeldBack(samples, fraction, seed, ToGroups(samples.Labels.Count, groups));
        int[] all = [.. Enumerable.Range(0, heldBack.Length)];
        return new DataSplits<T>(
            new TrainingSplit<T>(samples.Subset([.. all.Where(i => !heldBack[i])])),
            new EvaluationSplit<T>(samples.Subset([.. all.Where(i => heldBack[i])])));
    }

    private static bool[] ChooseHeldBack(ILabeledData samples, double fraction, ulong seed, int[][] groups)
    {
        IReadOnlyList<int> labels = samples.Labels;
        int[] counts = CountAtLeastTwo(samples);
        int[] wanted = Array.ConvertAll(counts, n => Math.Clamp((int)Math.Round(n * fraction, MidpointRounding.AwayFromZero), 1, n - 1));
        var held = new int[counts.Length];
        var heldBack = new bool[labels.Count];

        RandomGenerator random = RandomGenerator.Create(seed, RandomStream);
        random.Shuffle(groups.AsSpan());
        foreach (int[] group in groups)
            TryHoldBack(group, labels, held, wanted, heldBack);

        int[] most = Array.ConvertAll(counts, n => n - 1);
        for (int c = 0; c < counts.Length; c++)
        {
            // All groups of the class were larger than its share: hold back the smallest.
            if (held[c] == 0 && !groups.Where(group => group.Any(i => labels[i] == c))
                .OrderBy(group => group.Length)
                .Any(group => TryHoldBack(group, labels, held, most, heldBack)))
            {
                throw new DatasetException(
                    $"Class '{samples.Classes[c]}' has {counts[c]} samples that belong together in too few groups to stand on both "
                    + "sides of a split; add samples that are not identical.");
            }
        }

        return heldBack;
    }

    private static bool TryHoldBack(int[] group, IReadOnlyList<int> labels, int[] held, int[] most, bool[] heldBack)
    {
        foreach (int i in group)
            held[labels[i]]++;
        bool fits = group.All(i => held[labels[i]] <= most[labels[i]]);
        foreach (int i in group)
        {
            heldBack[i] = fits;
            if (!fits)
                held[labels[i]]--;
        }

        return fits;
    }

    private static int[] CountAtLeastTwo(ILabeledData samples)
    {
        int[] counts = samples.CountPerClass();
        int small = Array.FindIndex(counts, count => count < 2);
        return small < 0
            ? counts
            : throw new DatasetException(
                $"Class '{samples.Classes[small]}' has {(counts[small] == 1 ? "1 sample" : "no samples")}; "
                + "a split needs at least 2 of each class, one for each side.");
    }

    private static int[][] ToGroups(int count, IReadOnlyList<string>? keys)
    {
        IEnumerable<int> samples = Enumerable.Range(0, count);
        return keys is null
            ? [.. samples.Select(i => new[] { i })]
            : [.. samples.GroupBy(i => keys[i], StringComparer.Ordinal).Select(group => group.ToArray())];
    }
}
