namespace Fer.Preprocessing;

/// <summary>Translates the classes of one data set into those of another, by name.</summary>
public sealed class LabelMap
{
    private const int Dropped = -1;

    private readonly int[] _targets;

    private LabelMap(IReadOnlyList<string> from, IReadOnlyList<string> to, int[] targets)
    {
        From = from;
        To = to;
        _targets = targets;
    }

    /// <summary>The classes to translate.</summary>
    public IReadOnlyList<string> From { get; }

    /// <summary>The classes that they become.</summary>
    public IReadOnlyList<string> To { get; }

    /// <summary>What a class becomes, an index into <see cref="To"/>; -1 if it is dropped.</summary>
    /// <param name="label">An index into <see cref="From"/>.</param>
    public int this[int label] => _targets[label];

    /// <summary>
    /// Finds for each class the one of the same name, or else the only one that means the same (<see cref="ExpressionNames"/>):
    /// "angry" and "anger", "happy" and "happiness". Nothing is dropped or merged unless it is asked for.
    /// </summary>
    /// <param name="from">The classes to translate.</param>
    /// <param name="to">The classes that they become; some may stay without any.</param>
    /// <param name="drop">Classes of <paramref name="from"/> whose samples are left out. Default none.</param>
    /// <param name="merge">Classes of <paramref name="from"/> with what they become, for example contempt: disgust. Default none.</param>
    /// <exception cref="DatasetException">
    /// A class has no counterpart or more than one, two become one without being asked to, or a class that is to be dropped or
    /// merged is not there.
    /// </exception>
    public static LabelMap Between(
        IReadOnlyList<string> from,
        IReadOnlyList<string> to,
        IReadOnlyCollection<string>? drop = null,
        IReadOnlyDictionary<string, string>? merge = null)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        drop ??= [];
        merge ??= new Dictionary<string, string>();
        foreach (string name in drop.Concat(merge.Keys))
        {
            if (!from.Contains(name))
            {
                throw new DatasetException(
                    $"'{name}' is to be dropped or merged, but is not one of the classes {string.Join(", ", from)}.");
            }
        }

        int[] targets = [.. from.Select(name =>
            drop.Contains(name) ? Dropped : Find(merge.TryGetValue(name, out string? other) ? other : name, name, to))];
        for (int c = 0; c < targets.Length; c++)
        {
            int first = Array.IndexOf(targets, targets[c]);
            if (targets[c] != Dropped && first < c && !merge.ContainsKey(from[c]) && !merge.ContainsKey(from[first]))
            {
                throw new DatasetException(
                    $"'{from[first]}' and '{from[c]}' would both become '{to[targets[c]]}'; "
                    + "ask for it by merging one of them, or drop one.");
            }
        }

        return new LabelMap(from, to, targets);
    }

    /// <summary>Translates a data set; pictures of dropped classes are left out, and so is their share in soft targets.</summary>
    /// <exception cref="ArgumentException">Its classes are not <see cref="From"/>.</exception>
    public ImageDataset Apply(ImageDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        CheckClasses(data);
        ImageDataset kept = data.Subset(Kept(data.Labels));
        return new ImageDataset(To, [.. kept.Labels.Select(label => _targets[label])], kept.Ids, kept.Sources)
        {
            Targets = kept.Targets is null ? null : [.. Translate([.. kept.Targets]).Select(p => (float)p)],
            Groups = kept.Groups,
            Confidences = kept.Confidences,
        };
    }

    /// <summary>Translates a data set in all its splits.</summary>
    /// <exception cref="ArgumentException">Its classes are not <see cref="From"/>.</exception>
    public DatasetContents Apply(DatasetContents contents)
    {
        ArgumentNullException.ThrowIfNull(contents);
        return contents.With(Apply(contents.All));
    }

    /// <summary>
    /// Translates what a classifier said: probabilities of merged classes are added up; samples whose true class is dropped are left
    /// out, and the probabilities of dropped classes are divided among the others in proportion (equally where those are all 0).
    /// </summary>
    /// <exception cref="ArgumentException">Their classes are not <see cref="From"/>.</exception>
    public Predictions Apply(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        CheckClasses(predictions);
        int[] kept = Kept(predictions.Labels);
        return new Predictions(
            To,
            [.. kept.Select(i => predictions.Ids[i])],
            [.. kept.Select(i => _targets[predictions.Labels[i]])],
            Translate([.. kept.SelectMany(i => predictions.Row(i).ToArray())]));
    }

    private static int Find(string name, string original, IReadOnlyList<string> to)
    {
        Func<string, bool>[] matches =
        [
            other => other == name,
            other => other.Equals(name, StringComparison.OrdinalIgnoreCase),
            other => ExpressionNames.MeanTheSame(other, name),
        ];
        foreach (Func<string, bool> match in matches)
        {
            int[] found = [.. Enumerable.Range(0, to.Count).Where(c => match(to[c]))];
            if (found.Length == 1)
                return found[0];
            if (found.Length > 1)
            {
                throw new DatasetException(
                    $"'{original}' could become {string.Join(" or ", found.Select(c => $"'{to[c]}'"))}; merge it into one of them.");
            }
        }

        throw new DatasetException(
            $"The class '{original}' has no counterpart among {string.Join(", ", to)}; drop it, or merge it into one of them.");
    }

    private int[] Kept(IReadOnlyList<int> labels) =>
        [.. Enumerable.Range(0, labels.Count).Where(i => _targets[labels[i]] != Dropped)];

    private double[] Translate(double[] rows)
    {
        bool drops = _targets.Contains(Dropped);
        var translated = new double[rows.Length / From.Count * To.Count];
        for (int row = 0; row < rows.Length / From.Count; row++)
        {
            Span<double> target = translated.AsSpan(row * To.Count, To.Count);
            double sum = 0;
            for (int c = 0; c < From.Count; c++)
            {
                if (_targets[c] == Dropped)
                    continue;
                target[_targets[c]] += rows[(row * From.Count) + c];
                sum += rows[(row * From.Count) + c];
            }

            if (drops)
                Rescale(target, sum);
        }

        return translated;
    }

    private void Rescale(Span<double> target, double sum)
    {
        int[] reached = [.. _targets.Where(c => c != Dropped).Distinct()];
        foreach (int c in reached)
            target[c] = sum > 0 ? target[c] / sum : 1.0 / reached.Length;
    }

    private void CheckClasses(ILabeledData data)
    {
        if (!data.Classes.SequenceEqual(From, StringComparer.Ordinal))
        {
            throw new ArgumentException(
                $"The classes are {string.Join(", ", data.Classes)}, but the map is from {string.Join(", ", From)}.", nameof(data));
        }
    }
}
