namespace Fer.Preprocessing;

/// <summary>
/// Which of a data set's pictures are the same: to report them, to drop all but one, or to keep them on one side of a split.
/// </summary>
public sealed class DuplicateGroups
{
    /// <summary>The number of bits that near duplicates may differ in by default.</summary>
    public const int DefaultDistance = 4;

    /// <summary>The most bits that near duplicates may differ in: beyond it, a quarter of all, pictures have little in common.</summary>
    public const int LargestDistance = 16;

    private readonly int _count;

    private DuplicateGroups(int count, IEnumerable<IReadOnlyList<int>> groups)
    {
        _count = count;
        Groups = [.. groups.Where(group => group.Count > 1).OrderBy(group => group[0])];
    }

    /// <summary>The positions of the pictures of each group, at least two, in order; groups in the order of their first picture.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Groups { get; }

    /// <summary>Pictures of the same content.</summary>
    /// <param name="hashes">A key per picture, such as <see cref="ContentHash.OfFiles"/> gives; null for one that is like no other.</param>
    public static DuplicateGroups ByContent(IReadOnlyList<string?> hashes)
    {
        ArgumentNullException.ThrowIfNull(hashes);
        return new DuplicateGroups(hashes.Count, Enumerable.Range(0, hashes.Count)
            .Where(i => hashes[i] is not null)
            .GroupBy(i => hashes[i]!, StringComparer.Ordinal)
            .Select(group => group.ToArray()));
    }

    /// <summary>
    /// Pictures that look the same: their hashes differ in at most <paramref name="distance"/> bits, directly or through others.
    /// </summary>
    /// <param name="hashes">
    /// What <see cref="PerceptualHash"/> gave for each picture; null for one that is like no other, as a blank one should be, whose
    /// hash means nothing.
    /// </param>
    /// <param name="distance">The most bits, from 0 to 16. Default 4; more finds pictures that are merely similar.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static DuplicateGroups ByPerceptualHash(
        IReadOnlyList<ulong?> hashes, int distance = DefaultDistance, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(hashes);
        ArgumentOutOfRangeException.ThrowIfNegative(distance);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(distance, LargestDistance);
        int[][] equal = [.. Enumerable.Range(0, hashes.Count)
            .Where(i => hashes[i] is not null)
            .GroupBy(i => hashes[i]!.Value)
            .Select(group => group.ToArray())];
        var sets = new DisjointSets(equal.Length);
        HammingSearch.Join([.. equal.Select(group => hashes[group[0]]!.Value)], distance, sets, cancellationToken);
        return new DuplicateGroups(hashes.Count, equal.Index()
            .GroupBy(group => sets.Find(group.Index))
            .Select(set => set.SelectMany(group => group.Item).Order().ToArray()));
    }

    /// <summary>One key per picture, the same within a group, for splits that must not tear a group apart.</summary>
    public string[] ToKeys()
    {
        var sets = new DisjointSets(_count);
        foreach (IReadOnlyList<int> group in Groups)
        {
            foreach (int i in group)
                sets.Union(group[0], i);
        }

        return GroupKeys.ToKeys(sets, _count);
    }

    /// <summary>Leaves out all pictures of each group but the first.</summary>
    /// <param name="data">The pictures that the groups were found among.</param>
    /// <param name="dropConflicting">
    /// Whether groups with different labels are left out as a whole, since at most one of them is right. Default no.
    /// </param>
    public ImageDataset DropDuplicates(ImageDataset data, bool dropConflicting = false)
    {
        ArgumentNullException.ThrowIfNull(data);
        CheckCount(data);
        HashSet<int> dropped = [.. Groups.SelectMany(group =>
            dropConflicting && group.Any(i => data.Labels[i] != data.Labels[group[0]]) ? group : group.Skip(1))];
        return data.Subset([.. Enumerable.Range(0, data.Count).Where(i => !dropped.Contains(i))]);
    }

    /// <summary>The groups with their pictures' ids, classes and splits.</summary>
    /// <param name="contents">The data set that the groups were found in.</param>
    public IReadOnlyList<DuplicateGroup> Describe(DatasetContents contents)
    {
        ArgumentNullException.ThrowIfNull(contents);
        CheckCount(contents.All);
        ImageDataset all = contents.All;
        return [.. Groups.Select(group => new DuplicateGroup(
            [.. group.Select(i => all.Ids[i])],
            [.. group.Select(i => all.Labels[i]).Distinct().Order().Select(label => all.Classes[label])],
            [.. group.Select(i => contents.SplitOf(all.Ids[i])).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]))];
    }

    /// <summary>
    /// The ids, in ordinal order, of pictures with a duplicate in an earlier split, the training split being the first and the
    /// others following by name.
    /// </summary>
    /// <param name="contents">The data set that the groups were found in.</param>
    public IReadOnlyList<string> AcrossSplits(DatasetContents contents)
    {
        ArgumentNullException.ThrowIfNull(contents);
        CheckCount(contents.All);
        Dictionary<string, int> ranks = contents.SplitNames
            .OrderByDescending(DatasetContents.IsTrainingName)
            .Index()
            .ToDictionary(split => split.Item, split => split.Index, StringComparer.Ordinal);
        return [.. Groups.SelectMany(group =>
            {
                string[] ids = [.. group.Select(i => contents.All.Ids[i])];
                int first = ids.Min(id => ranks[contents.SplitOf(id)]);
                return ids.Where(id => ranks[contents.SplitOf(id)] > first);
            }).Order(StringComparer.Ordinal)];
    }

    /// <summary>The groups that hold at least two pictures of different keys.</summary>
    internal DuplicateGroups WithDifferent(IReadOnlyList<string?> keys) =>
        new(_count, Groups.Where(group => group.Any(i => keys[i] != keys[group[0]])));

    private void CheckCount(ImageDataset data)
    {
        if (data.Count != _count)
            throw new ArgumentException($"The groups are of {_count} pictures, the data set has {data.Count}.", nameof(data));
    }
}
