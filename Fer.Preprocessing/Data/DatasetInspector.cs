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
    /// <param name="nearDuplicateDistance">
    /// How many bits of the perceptual hash may differ between near duplicates, from 0 to 16; null, the default, not to look for them.
    /// </param>
    /// <param name="progress">Told how many pictures are done.</param>
    /// <param name="cancellationToken">Stops the inspection.</param>
    public static DatasetInspection Inspect(
        DatasetContents contents,
        Func<ReadOnlyMemory<byte>, Image> decode,
        int threads = 0,
        int? nearDuplicateDistance = null,
        IProgress<ItemProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contents);
        ArgumentNullException.ThrowIfNull(decode);
        ImageDataset data = contents.All;
        bool findNear = nearDuplicateDistance is not null;
        var findings = new Finding[data.Count];
        ParallelItems.For(
            data.Count, threads, progress, i => findings[i] = Examine(data, i, decode, findNear), cancellationToken);

        int[] all = [.. Enumerable.Range(0, data.Count)];
        string?[] keys = Array.ConvertAll(findings, finding => finding.Content);
        DuplicateGroups identical = DuplicateGroups.ByContent(keys);
        DuplicateGroups? near = nearDuplicateDistance is not { } distance ? null : DuplicateGroups
            .ByPerceptualHash(Array.ConvertAll(findings, finding => finding.PerceptualHash), distance, cancellationToken)
            .WithDifferent(keys);
        return new DatasetInspection
        {
            Classes = contents.Classes,
            Splits = [.. contents.SplitNames.Select(
                name => KeyValuePair.Create(name, (IReadOnlyList<int>)contents.Split(name).CountPerClass()))],
            Sizes = [.. all.Where(i => findings[i].Size is not null)
                .CountBy(i => findings[i].Size!, StringComparer.Ordinal)
                .OrderBy(size => size.Key, StringComparer.Ordinal)],
            Duplicates = identical.Describe(contents),
            AcrossSplits = identical.AcrossSplits(contents),
            NearDuplicateDistance = nearDuplicateDistance,
            NearDuplicates = near?.Describe(contents) ?? [],
            NearAcrossSplits = near?.AcrossSplits(contents) ?? [],
            BlankFiles = [.. all.Where(i => findings[i].IsBlank).Select(i => data.Ids[i])],
            UnreadableFiles = [.. all.Where(i => findings[i].Unreadable is not null)
                .Select(i => new UnreadableFile(data.Ids[i], findings[i].Unreadable!))],
            IgnoredFiles = contents.IgnoredFiles,
        };
    }

    private static Finding Examine(ImageDataset data, int index, Func<ReadOnlyMemory<byte>, Image> decode, bool findNear)
    {
        try
        {
            Image image = data.Decode(index, decode);
            bool isBlank = IsBlank(image);
            return new Finding(ContentHash.OfPixels(image), $"{image.Width}x{image.Height}", isBlank, Unreadable: null)
            {
                PerceptualHash = findNear && !isBlank ? PerceptualHash.OfImage(image) : null,
            };
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Whatever a decoder throws, the picture is what it could not read.
            return new Finding(HashFile(data, index), Size: null, IsBlank: false, error.Message);
        }
    }

    private static string? HashFile(ImageDataset data, int index)
    {
        try
        {
            return ContentHash.OfBytes(data.ReadBytes(index));
        }
        catch (DatasetException)
        {
            return null;
        }
    }

    // Each pixel equals the one before it.
    private static bool IsBlank(Image image) =>
        image.Pixels.AsSpan(image.Channels).SequenceEqual(image.Pixels.AsSpan(0, image.Pixels.Length - image.Channels));

    /// <param name="Content">The hash of the pixels; of the file if it cannot be decoded; null if it cannot be read.</param>
    /// <param name="Size">Width x height.</param>
    /// <param name="IsBlank">Whether all pixels have one value.</param>
    /// <param name="Unreadable">Why the picture cannot be read.</param>
    private sealed record Finding(string? Content, string? Size, bool IsBlank, string? Unreadable)
    {
        /// <summary>Null if it is not asked for, or means nothing, as a blank picture's.</summary>
        public ulong? PerceptualHash { get; init; }
    }
}
