namespace Fer.Preprocessing;

/// <summary>The pictures of a folder by split, with one list of classes for all of them.</summary>
public sealed class ImageFolderContents
{
    /// <summary>The name of the only split of a folder without a level of splits.</summary>
    public const string WithoutSplits = "all";

    private static readonly string[] TrainingNames = ["train", "training"];

    // FER2013 calls its validation part PublicTest and its test part PrivateTest.
    private static readonly string[] EvaluationNames =
        ["test", "testing", "PrivateTest", "validation", "valid", "val", "PublicTest"];

    private readonly Dictionary<string, ImageDataset> _splits = new(StringComparer.Ordinal);

    internal ImageFolderContents(string root, bool hasSplitLevel, ImageFolderListing listing)
    {
        Root = root;
        HasSplitLevel = hasSplitLevel;
        IgnoredFiles = listing.Ignored;
        int classLevel = hasSplitLevel ? 1 : 0;
        Classes = NamesAtLevel(listing.Folders, classLevel);
        All = ToDataset(listing.Pictures, classLevel);
        SplitNames = hasSplitLevel ? NamesAtLevel(listing.Folders, 0) : [WithoutSplits];
        foreach (string split in SplitNames)
            _splits[split] = hasSplitLevel ? ToDataset(listing.Pictures.Where(id => PartOf(id, 0) == split), classLevel) : All;
    }

    /// <summary>The folder that was read.</summary>
    public string Root { get; }

    /// <summary>Whether the folder is laid out as <c>split/class/picture</c>.</summary>
    public bool HasSplitLevel { get; }

    /// <summary>The class names in ordinal order: the folders of any split, also those without pictures.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The splits' names in ordinal order; the one name <see cref="WithoutSplits"/> if there is no level of splits.</summary>
    public IReadOnlyList<string> SplitNames { get; }

    /// <summary>The pictures of all splits.</summary>
    public ImageDataset All { get; }

    /// <summary>Files left out, because they are hidden or not named like pictures; relative paths.</summary>
    public IReadOnlyList<string> IgnoredFiles { get; }

    /// <summary>The pictures of one split.</summary>
    /// <param name="name">Its name; case counts only when two names differ in nothing else.</param>
    /// <exception cref="DatasetException">There is no such split; the message lists those that there are.</exception>
    public ImageDataset Split(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (_splits.TryGetValue(name, out ImageDataset? split))
            return split;
        string? similar = OnlyOne(SplitNames.Where(other => Matches(other, [name])));
        return similar is not null ? _splits[similar] : throw new DatasetException($"{Root}: has no split '{name}'; {ListSplits()}.");
    }

    /// <summary>The pictures to learn from: the split named train or training, or everything if there is no level of splits.</summary>
    /// <exception cref="DatasetException">
    /// There is no such split or more than one, there is only one class, or the split has no pictures of a class.
    /// </exception>
    public TrainingSplit<ImageDataset> TrainingSplit()
    {
        string name = (HasSplitLevel ? OnlyOne(SplitNames.Where(IsTrainingName)) : WithoutSplits)
            ?? throw new DatasetException($"{Root}: has no split named train or training to learn from; {ListSplits()}.");
        ImageDataset data = _splits[name];
        if (Classes.Count < 2)
            throw new DatasetException($"{Root}: has only one class, '{Classes[0]}'; a classifier needs at least two.");
        int empty = Array.IndexOf(data.CountPerClass(), 0);
        if (empty >= 0)
        {
            string where = HasSplitLevel ? $"{Root}: split '{name}'" : Root;
            throw new DatasetException(
                $"{where} has no pictures of class '{Classes[empty]}'; add some, or take the folders of that name away.");
        }

        return new TrainingSplit<ImageDataset>(data);
    }

    /// <summary>The pictures to judge a model on.</summary>
    /// <param name="name">
    /// A split's name. By default the first there is of test, testing, PrivateTest, validation, valid, val, PublicTest in any case;
    /// everything if there is no level of splits.
    /// </param>
    /// <exception cref="DatasetException">
    /// There is no such split, or it has no pictures; the message lists those that there are.
    /// </exception>
    public EvaluationSplit<ImageDataset> EvaluationSplit(string? name = null)
    {
        name ??= HasSplitLevel ? DefaultEvaluationSplit() : WithoutSplits;
        ImageDataset data = Split(name);
        return data.Count > 0
            ? new EvaluationSplit<ImageDataset>(data)
            : throw new DatasetException($"{Root}: split '{name}' has no pictures; {ListSplits()}.");
    }

    /// <summary>Whether a split is to learn from by its name.</summary>
    internal static bool IsTrainingName(string split) => Matches(split, TrainingNames);

    private string DefaultEvaluationSplit()
    {
        foreach (string candidate in EvaluationNames)
        {
            if (OnlyOne(SplitNames.Where(name => Matches(name, [candidate]))) is { } found)
                return found;
        }

        throw new DatasetException($"{Root}: no split is named like test or validation; name one: {ListSplits()}.");
    }

    private ImageDataset ToDataset(IEnumerable<string> ids, int classLevel)
    {
        string[] chosen = [.. ids];
        Dictionary<string, int> labels = Enumerable.Range(0, Classes.Count).ToDictionary(i => Classes[i], StringComparer.Ordinal);
        return new ImageDataset(
            Classes,
            [.. chosen.Select(id => labels[PartOf(id, classLevel)])],
            chosen,
            [.. chosen.Select(id => Path.Combine(Root, id))]);
    }

    private string? OnlyOne(IEnumerable<string> names)
    {
        string[] found = [.. names];
        return found.Length <= 1
            ? found.FirstOrDefault()
            : throw new DatasetException(
                $"{Root}: cannot choose between the splits {string.Join(", ", found)}; rename or remove all but one.");
    }

    private string ListSplits()
    {
        if (!HasSplitLevel)
            return "its pictures lie as class/picture, without splits";
        return "the splits and their pictures are " + string.Join(", ", SplitNames.Select(name => $"{name} ({_splits[name].Count})"));
    }

    private static bool Matches(string name, string[] candidates) => candidates.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static string[] NamesAtLevel(List<string> folders, int level) =>
        [.. folders.Where(folder => folder.AsSpan().Count('/') == level)
            .Select(folder => PartOf(folder, level))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];

    private static string PartOf(string path, int level) => path.Split('/')[level];
}
