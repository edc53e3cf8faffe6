namespace Fer.Preprocessing;

/// <summary>The pictures of a data set by split, with one list of classes for all of them.</summary>
public sealed class DatasetContents
{
    /// <summary>The name of the only split of a data set without splits.</summary>
    public const string WithoutSplits = "all";

    private static readonly string[] TrainingNames = ["train", "training"];

    // FER2013 calls its validation part PublicTest and its test part PrivateTest.
    private static readonly string[] EvaluationNames =
        ["test", "testing", "PrivateTest", "validation", "valid", "val", "PublicTest"];

    private readonly Dictionary<string, ImageDataset> _splits = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _splitOf = new(StringComparer.Ordinal);

    /// <summary>Divides pictures into the splits that they came in.</summary>
    /// <param name="root">The folder or file that was read, to name it in messages.</param>
    /// <param name="all">The pictures.</param>
    /// <param name="splits">The name of each picture's split; null, the default, if there are no splits.</param>
    /// <param name="splitNames">All splits' names, also of those without pictures; by default those that come up.</param>
    /// <exception cref="ArgumentException">There are not as many names as pictures.</exception>
    public DatasetContents(
        string root, ImageDataset all, IReadOnlyList<string>? splits = null, IReadOnlyList<string>? splitNames = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        ArgumentNullException.ThrowIfNull(all);
        if (splits is not null && splits.Count != all.Count)
            throw new ArgumentException($"{splits.Count} names of splits do not fit {all.Count} pictures.", nameof(splits));
        Root = root;
        All = all;
        HasSplits = splits is not null;
        splits ??= [.. Enumerable.Repeat(WithoutSplits, all.Count)];
        SplitNames = [.. splits.Concat(splitNames ?? (HasSplits ? [] : [WithoutSplits]))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        ILookup<string, int> members = Enumerable.Range(0, all.Count).ToLookup(i => splits[i], StringComparer.Ordinal);
        foreach (string split in SplitNames)
            _splits[split] = HasSplits ? all.Subset([.. members[split]]) : all;
        for (int i = 0; i < all.Count; i++)
            _splitOf.Add(all.Ids[i], splits[i]);
    }

    /// <summary>The folder or file that was read.</summary>
    public string Root { get; }

    /// <summary>How the data set is laid out, in words.</summary>
    public string Layout { get; init; } = "";

    /// <summary>Whether the pictures are divided into splits.</summary>
    public bool HasSplits { get; }

    /// <summary>The class names, the same for all splits, also those without pictures.</summary>
    public IReadOnlyList<string> Classes => All.Classes;

    /// <summary>The splits' names in ordinal order; the one name <see cref="WithoutSplits"/> if there are no splits.</summary>
    public IReadOnlyList<string> SplitNames { get; }

    /// <summary>The pictures of all splits.</summary>
    public ImageDataset All { get; }

    /// <summary>Files left out, because they are hidden or not named like pictures; relative paths.</summary>
    public IReadOnlyList<string> IgnoredFiles { get; init; } = [];

    /// <summary>The same splits with other data on their pictures: other classes, labels, targets or groups.</summary>
    /// <param name="all">The pictures with the identities that they have here; those that are absent are left out.</param>
    /// <exception cref="ArgumentException">A picture is not one of these.</exception>
    public DatasetContents With(ImageDataset all)
    {
        ArgumentNullException.ThrowIfNull(all);
        string? foreign = all.Ids.FirstOrDefault(id => !_splitOf.ContainsKey(id));
        if (foreign is not null)
            throw new ArgumentException($"'{foreign}' is not a picture of {Root}.", nameof(all));
        return new DatasetContents(Root, all, HasSplits ? [.. all.Ids.Select(SplitOf)] : null, SplitNames)
        {
            Layout = Layout,
            IgnoredFiles = IgnoredFiles,
        };
    }

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

    /// <summary>The split that a picture stands in.</summary>
    /// <param name="id">The picture's identity.</param>
    public string SplitOf(string id) => _splitOf[id];

    /// <summary>The pictures to learn from: the split named train or training, or everything if there are no splits.</summary>
    /// <exception cref="DatasetException">
    /// There is no such split or more than one, there is only one class, or the split has no pictures of a class.
    /// </exception>
    public TrainingSplit<ImageDataset> TrainingSplit()
    {
        string name = (HasSplits ? OnlyOne(SplitNames.Where(IsTrainingName)) : WithoutSplits)
            ?? throw new DatasetException($"{Root}: has no split named train or training to learn from; {ListSplits()}.");
        ImageDataset data = _splits[name];
        if (Classes.Count < 2)
            throw new DatasetException($"{Root}: has only one class, '{Classes[0]}'; a classifier needs at least two.");
        int empty = Array.IndexOf(data.CountPerClass(), 0);
        if (empty >= 0)
        {
            string where = HasSplits ? $"{Root}: split '{name}'" : Root;
            throw new DatasetException(
                $"{where} has no pictures of class '{Classes[empty]}'; add some, or leave the class out everywhere.");
        }

        return new TrainingSplit<ImageDataset>(data);
    }

    /// <summary>The pictures to judge a model on.</summary>
    /// <param name="name">
    /// A split's name. By default the first there is of test, testing, PrivateTest, validation, valid, val, PublicTest in any case;
    /// everything if there are no splits.
    /// </param>
    /// <exception cref="DatasetException">
    /// There is no such split, or it has no pictures; the message lists those that there are.
    /// </exception>
    public EvaluationSplit<ImageDataset> EvaluationSplit(string? name = null)
    {
        name ??= HasSplits ? DefaultEvaluationSplit() : WithoutSplits;
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
        if (!HasSplits)
            return "its pictures come without splits";
        return "the splits and their pictures are " + string.Join(", ", SplitNames.Select(name => $"{name} ({_splits[name].Count})"));
    }

    private static bool Matches(string name, string[] candidates) => candidates.Contains(name, StringComparer.OrdinalIgnoreCase);
}
