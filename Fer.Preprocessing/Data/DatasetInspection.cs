using System.Text.Json;

namespace Fer.Preprocessing;

/// <summary>What a data set holds, and its flaws.</summary>
public sealed class DatasetInspection
{
    private const int MostExamples = 20;

    /// <summary>The class names.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The splits' names, and in each the number of pictures per class.</summary>
    public required IReadOnlyList<KeyValuePair<string, IReadOnlyList<int>>> Splits { get; init; }

    /// <summary>Sizes such as "48x48" in ordinal order, and the number of pictures of each.</summary>
    public required IReadOnlyList<KeyValuePair<string, int>> Sizes { get; init; }

    /// <summary>Groups of identical pictures, in the order of their first picture.</summary>
    public required IReadOnlyList<DuplicateGroup> Duplicates { get; init; }

    /// <summary>
    /// Pictures that are also in an earlier split, the training split being the first and the others following by name: with a
    /// training and an evaluation split, the evaluation pictures that are identical to a training picture.
    /// </summary>
    public required IReadOnlyList<string> AcrossSplits { get; init; }

    /// <summary>How many bits of the perceptual hash near duplicates may differ in; null if they were not looked for.</summary>
    public int? NearDuplicateDistance { get; init; }

    /// <summary>Groups of pictures that look the same, each with at least two that are not identical.</summary>
    public IReadOnlyList<DuplicateGroup> NearDuplicates { get; init; } = [];

    /// <summary>Pictures of those groups that have another one in an earlier split.</summary>
    public IReadOnlyList<string> NearAcrossSplits { get; init; } = [];

    /// <summary>Pictures of which all pixels have one value.</summary>
    public required IReadOnlyList<string> BlankFiles { get; init; }

    /// <summary>Pictures that cannot be read or decoded.</summary>
    public required IReadOnlyList<UnreadableFile> UnreadableFiles { get; init; }

    /// <summary>Files left out, because they are hidden or not named like pictures.</summary>
    public required IReadOnlyList<string> IgnoredFiles { get; init; }

    /// <summary>The number of pictures, readable or not.</summary>
    public int Images => Splits.Sum(split => split.Value.Sum());

    /// <summary>The number of groups of identical pictures with different classes.</summary>
    public int ConflictingGroups => Duplicates.Count(group => group.IsConflicting);

    /// <summary>
    /// Writes one JSON object: <c>images</c>, <c>splits</c> {name: {class: n}}, <c>sizes</c> {"WxH": n}, <c>duplicates</c>
    /// {<c>groups</c>, <c>conflicting</c>, <c>acrossSplits</c>, <c>examples</c>: at most 20, across splits and conflicting first},
    /// where looked for <c>nearDuplicates</c> {<c>distance</c> and the same}, <c>blank</c>, <c>blankFiles</c>, <c>unreadable</c>,
    /// <c>unreadableFiles</c> [{<c>file</c>, <c>reason</c>}], <c>ignored</c>.
    /// </summary>
    public void WriteJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteNumber("images", Images);
        WriteSplits(writer);
        writer.WriteStartObject("sizes");
        foreach ((string size, int count) in Sizes)
            writer.WriteNumber(size, count);
        writer.WriteEndObject();
        WriteDuplicates(writer, "duplicates", distance: null, Duplicates, AcrossSplits);
        if (NearDuplicateDistance is not null)
            WriteDuplicates(writer, "nearDuplicates", NearDuplicateDistance, NearDuplicates, NearAcrossSplits);
        writer.WriteNumber("blank", BlankFiles.Count);
        WriteStrings(writer, "blankFiles", BlankFiles);
        WriteUnreadable(writer);
        writer.WriteNumber("ignored", IgnoredFiles.Count);
        writer.WriteEndObject();
    }

    private void WriteSplits(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("splits");
        foreach ((string split, IReadOnlyList<int> counts) in Splits)
        {
            writer.WriteStartObject(split);
            for (int c = 0; c < Classes.Count; c++)
                writer.WriteNumber(Classes[c], counts[c]);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteDuplicates(
        Utf8JsonWriter writer, string name, int? distance, IReadOnlyList<DuplicateGroup> groups, IReadOnlyList<string> acrossSplits)
    {
        writer.WriteStartObject(name);
        if (distance is not null)
            writer.WriteNumber("distance", distance.Value);
        writer.WriteNumber("groups", groups.Count);
        writer.WriteNumber("conflicting", groups.Count(group => group.IsConflicting));
        writer.WriteNumber("acrossSplits", acrossSplits.Count);
        writer.WriteStartArray("examples");
        foreach (DuplicateGroup group in groups
            .OrderByDescending(group => (group.IsAcrossSplits ? 2 : 0) + (group.IsConflicting ? 1 : 0))
            .Take(MostExamples))
        {
            writer.WriteStartObject();
            WriteStrings(writer, "files", group.Ids);
            WriteStrings(writer, "classes", group.Classes);
            WriteStrings(writer, "splits", group.Splits);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteUnreadable(Utf8JsonWriter writer)
    {
        writer.WriteNumber("unreadable", UnreadableFiles.Count);
        writer.WriteStartArray("unreadableFiles");
        foreach (UnreadableFile unreadable in UnreadableFiles)
        {
            writer.WriteStartObject();
            writer.WriteString("file", unreadable.File);
            writer.WriteString("reason", unreadable.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteStrings(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
