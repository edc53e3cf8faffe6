namespace Fer.Preprocessing;

/// <summary>
/// Finds a data set's flaws: identical pictures, also across splits or with different classes, blank and unreadable ones.
/// </summary>
public static class DatasetInspector
{
    /// <summary>Reads and decodes every picture. An unreadable one is listed and never ends the inspection.</summary>
    /// <param name="contents">The data set.</param>
    /// <param name="decode">Decodes a picture file; called on several threads at once.</param>
    /// <param name="threads">The most threads; 0, the default, for all cores.</param>
    /// <param name="progress">Told how many pictures are done.</param>
    /// <param name="cancellationToken">Stops the inspection.</param>
    public static DatasetInspection Inspect(
        ImageFolderContents contents,
        Func<ReadOnlyMemory<byte>, Image> decode,
        int threads = 0,
        IProgress<ItemProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contents);
        ArgumentNullException.ThrowIfNull(decode);
        ImageDataset data = contents.All;
        var findings = new Finding[data.Count];
        ParallelItems.For(data.Count, threads, progress, i => findings[i] = Examine(data, i, decode), cancellationToken);

        int[] all = [.. Enumerable.Range(0, data.Count)];
        Dictionary<string, string> splitOf = SplitOfEachPicture(contents);
        int[][] identical = [.. all.Where(i => findings[i].Content is not null)
            .GroupBy(i => findings[i].Content!, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group => group.ToArray())];
        return new DatasetInspection
        {
            Classes = contents.Classes,
            Splits = [.. contents.SplitNames.Select(
                name => KeyValuePair.Create(name, (IReadOnlyList<int>)contents.Split(name).CountPerClass()))],
            Sizes = [.. all.Where(i => findings[i].Size is not null)
                .CountBy(i => findings[i].Size!, StringComparer.Ordinal)
                .OrderBy(size => size.Key, StringComparer.Ordinal)],
            Duplicates = [.. identical.Select(group => Describe(group, data, splitOf))],
            AcrossSplits = FindAcrossSplits(contents, identical, splitOf),
            BlankFiles = [.. all.Where(i => findings[i].IsBlank).Select(i => data.Ids[i])],
            UnreadableFiles = [.. all.Where(i => findings[i].Unreadable is not null)
                .Select(i => new UnreadableFile(data.Ids[i], findings[i].Unreadable!))],
            IgnoredFiles = contents.IgnoredFiles,
        };
    }

    private static Finding Examine(ImageDataset data, int index, Func<ReadOnlyMemory<byte>, Image> decode)
    {
        string? fileHash = null;
        try
        {
            byte[] bytes = data.ReadBytes(index);
            fileHash = ContentHash.OfBytes(bytes);
            Image image = decode(bytes);
            return new Finding(ContentHash.OfPixels(image), $"{image.Width}x{image.Height}", IsBlank(image), Unreadable: null);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Whatever a decoder throws, the picture is what it could not read.
            return new Finding(fileHash, Size: null, IsBlank: false, error.Message);
        }
    }

    // Each pixel equals the one before it.
    private static bool IsBlank(Image image) =>
        image.Pixels.AsSpan(image.Channels).SequenceEqual(image.Pixels.AsSpan(0, image.Pixels.Length - image.Channels));

    private static Dictionary<string, string> SplitOfEachPicture(ImageFolderContents contents)
    {
        var splits = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string split in contents.SplitNames)
        {
            foreach (string id in contents.Split(split).Ids)
                splits.Add(id, split);
        }

        return splits;
    }

    private static DuplicateGroup Describe(int[] group, ImageDataset data, Dictionary<string, string> splitOf) => new(
        [.. group.Select(i => data.Ids[i])],
        [.. group.Select(i => data.Labels[i]).Distinct().Order().Select(label => data.Classes[label])],
        [.. group.Select(i => splitOf[data.Ids[i]]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

    private static string[] FindAcrossSplits(ImageFolderContents contents, int[][] identical, Dictionary<string, string> splitOf)
    {
        Dictionary<string, int> rank = contents.SplitNames
            .OrderByDescending(ImageFolderContents.IsTrainingName)
            .Index()
            .ToDictionary(split => split.Item, split => split.Index, StringComparer.Ordinal);
        return [.. identical.SelectMany(group =>
            {
                string[] ids = [.. group.Select(i => contents.All.Ids[i])];
                int first = ids.Min(id => rank[splitOf[id]]);
                return ids.Where(id => rank[splitOf[id]] > first);
            }).Order(StringComparer.Ordinal)];
    }

    /// <param name="Content">The hash of the pixels; of the file if it cannot be decoded; null if it cannot be read.</param>
    /// <param name="Size">Width x height.</param>
    /// <param name="IsBlank">Whether all pixels have one value.</param>
    /// <param name="Unreadable">Why the picture cannot be read.</param>
    private sealed record Finding(string? Content, string? Size, bool IsBlank, string? Unreadable);
}
