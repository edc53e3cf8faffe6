namespace Fer.Preprocessing;

/// <summary>
/// Which classes a sampler resamples and how many rows of each are wanted: imbalanced-learn's <c>sampling_strategy</c>. Only classes
/// that have rows count; of equally large ones the first is the majority or the minority.
/// </summary>
public sealed class SamplingStrategy
{
    private readonly Func<ClassCounts, SamplingType, SortedDictionary<int, int>> _resolve;

    private SamplingStrategy(Func<ClassCounts, SamplingType, SortedDictionary<int, int>> resolve) => _resolve = resolve;

    /// <summary>Over-samplers: all classes but the largest; others: all but the smallest. The default.</summary>
    public static SamplingStrategy Auto { get; } = new((counts, type) =>
        (type == SamplingType.OverSampling ? NotMajority! : NotMinority!)._resolve(counts, type));

    /// <summary>The smallest class; over-samplers only.</summary>
    public static SamplingStrategy Minority { get; } = new((counts, type) => type == SamplingType.OverSampling
        ? Equalize(counts, type, label => label == counts.Minority)
        : throw new DatasetException("The strategy Minority would take rows from the smallest class; use Majority, NotMinority or All."));

    /// <summary>The largest class; under-samplers and cleaning only.</summary>
    public static SamplingStrategy Majority { get; } = new((counts, type) => type != SamplingType.OverSampling
        ? Equalize(counts, type, label => label == counts.Majority)
        : throw new DatasetException("The strategy Majority would add rows to the largest class; use Minority, NotMajority or All."));

    /// <summary>All classes but the smallest.</summary>
    public static SamplingStrategy NotMinority { get; } =
        new((counts, type) => Equalize(counts, type, label => label != counts.Minority));

    /// <summary>All classes but the largest.</summary>
    public static SamplingStrategy NotMajority { get; } =
        new((counts, type) => Equalize(counts, type, label => label != counts.Majority));

    /// <summary>All classes.</summary>
    public static SamplingStrategy All { get; } = new((counts, type) => Equalize(counts, type, _ => true));

    /// <summary>For two classes: the smaller one's rows by the larger one's, after resampling. Not for cleaning.</summary>
    /// <param name="ratio">Above 0, at most 1.</param>
    public static SamplingStrategy Ratio(double ratio)
    {
        if (!(ratio > 0 && ratio <= 1))
            throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "The ratio must be above 0 and at most 1.");
        return new SamplingStrategy((counts, type) => ByRatio(ratio, counts, type));
    }

    /// <summary>The rows wanted of some classes, after resampling; the others stay. Not for cleaning.</summary>
    /// <param name="rows">The number of rows by the name of the class.</param>
    public static SamplingStrategy Counts(IReadOnlyDictionary<string, int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new SamplingStrategy((counts, type) => ByCounts(rows, counts, type));
    }

    /// <summary>The classes to clean; for cleaning only.</summary>
    /// <param name="names">The names of the classes.</param>
    public static SamplingStrategy OfClasses(params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new SamplingStrategy((counts, type) => type == SamplingType.Cleaning
            ? Equalize(counts, type, names.Select(counts.LabelOf).ToHashSet().Contains)
            : throw new DatasetException("A list of classes is for cleaning only; say how many rows of each class are wanted."));
    }

    /// <summary>
    /// For each class to resample, by label in ascending order: for over-sampling the rows to add, else the rows to keep.
    /// </summary>
    internal SortedDictionary<int, int> Resolve(ClassCounts counts, SamplingType type) => _resolve(counts, type);

    private static SortedDictionary<int, int> Equalize(ClassCounts counts, SamplingType type, Func<int, bool> isWanted)
    {
        var targets = new SortedDictionary<int, int>();
        foreach (int label in counts.Present.Where(isWanted))
        {
            targets[label] = type == SamplingType.OverSampling
                ? counts.Of(counts.Majority) - counts.Of(label)
                : counts.Of(counts.Minority);
        }

        return targets;
    }

    private static SortedDictionary<int, int> ByRatio(double ratio, ClassCounts counts, SamplingType type)
    {
        if (counts.Present.Count != 2)
        {
            throw new DatasetException(
                $"A ratio is for two classes, not for {counts.Present.Count}; say how many rows of each are wanted.");
        }

        if (type == SamplingType.Cleaning)
            throw new DatasetException("Cleaning removes what it finds, so it takes no ratio; name the classes instead.");
        int majority = counts.Of(counts.Majority);
        int minority = counts.Of(counts.Minority);
        if (type == SamplingType.OverSampling)
        {
            int label = counts.Present.Single(present => present != counts.Majority);
            int added = (int)(majority * ratio - counts.Of(label));
            return added > 0
                ? new SortedDictionary<int, int> { [label] = added }
                : throw new DatasetException(
                    $"{minority} rows of {majority} are more than the ratio {ratio} asks for; over-sampling needs a larger ratio.");
        }

        int reduced = counts.Present.Single(present => present != counts.Minority);
        int kept = (int)(minority / ratio);
        return kept <= counts.Of(reduced)
            ? new SortedDictionary<int, int> { [reduced] = kept }
            : throw new DatasetException(
                $"{minority} rows of {majority} are fewer than the ratio {ratio} asks for; under-sampling needs a larger ratio.");
    }

    private static SortedDictionary<int, int> ByCounts(IReadOnlyDictionary<string, int> rows, ClassCounts counts, SamplingType type)
    {
        if (type == SamplingType.Cleaning)
            throw new DatasetException("Cleaning removes what it finds, so it takes no counts; name the classes instead.");
        var targets = new SortedDictionary<int, int>();
        foreach ((string name, int wanted) in rows)
        {
            int label = counts.LabelOf(name);
            int present = counts.Of(label);
            if (wanted < 0)
                throw new DatasetException($"Class '{name}': {wanted} rows are asked for; the number cannot be negative.");
            if (type == SamplingType.OverSampling ? wanted < present : wanted > present)
            {
                throw new DatasetException(
                    $"Class '{name}' has {present} rows and {wanted} are asked for; "
                    + (type == SamplingType.OverSampling ? "over-sampling cannot take rows away." : "under-sampling cannot add rows."));
            }

            targets[label] = type == SamplingType.OverSampling ? wanted - present : wanted;
        }

        return targets;
    }
}
