using System.Globalization;
using System.Text;

namespace Fer.Preprocessing;

/// <summary>
/// Describes a data set on one page of Markdown, for people: what it holds, how it is divided, its flaws, and blanks for what only
/// its owner knows (after Pushkarna, Zaldivar and Kjartansson, "Data Cards", 2022).
/// </summary>
public static class DataCard
{
    private const string ToFillIn = "*to be filled in*";
    private const int MostExamples = 10;

    /// <summary>Writes the card.</summary>
    /// <param name="contents">The data set.</param>
    /// <param name="inspection">What <see cref="DatasetInspector"/> found in it.</param>
    public static string ToMarkdown(DatasetContents contents, DatasetInspection inspection)
    {
        ArgumentNullException.ThrowIfNull(contents);
        ArgumentNullException.ThrowIfNull(inspection);
        var card = new StringBuilder();
        void Line(FormattableString line) => card.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

        Line($"# Data card: {Name(contents.Root)}\n");
        AppendTable(card, Overview(contents, inspection));
        Line($"\n## Pictures per split and class\n");
        AppendTable(card, Counts(contents, inspection));
        Line($"\n## Sizes\n");
        AppendTable(card, [["size", "pictures"], .. Shortened(inspection.Sizes.OrderByDescending(size => size.Value)
            .Select(size => new[] { size.Key, Number(size.Value) }), ["...", ""])]);
        Line($"\n## Known flaws\n");
        foreach (string flaw in Flaws(inspection))
            Line($"- {flaw}");
        return card.ToString();
    }

    private static IReadOnlyList<string[]> Overview(DatasetContents contents, DatasetInspection inspection) =>
    [
        ["", ""],
        ["Read from", Name(contents.Root)],
        ["Layout", Text(contents.Layout)],
        ["Source", ToFillIn],
        ["Licence", ToFillIn],
        ["Pictures", Number(inspection.Images)],
        ["Classes", Number(contents.Classes.Count)],
        ["Subjects", contents.All.Groups is { } groups ? Number(groups.Distinct(StringComparer.Ordinal).Count()) : "not known"],
        ["Soft targets", contents.All.Targets is null ? "no" : "yes"],
    ];

    private static IReadOnlyList<string[]> Counts(DatasetContents contents, DatasetInspection inspection) =>
    [
        ["class", .. inspection.Splits.Select(split => Text(split.Key)), "share"],
        .. contents.Classes.Select((name, c) => (string[])
        [
            Text(name),
            .. inspection.Splits.Select(split => Number(split.Value[c])),
            Share(inspection.Splits.Sum(split => split.Value[c]), inspection.Images),
        ]),
        ["all", .. inspection.Splits.Select(split => Number(split.Value.Sum())), "100.0 %"],
    ];

    private static IEnumerable<string> Flaws(DatasetInspection inspection)
    {
        int copies = inspection.Duplicates.Sum(group => group.Ids.Count - 1);
        string[] conflicting = [.. inspection.Duplicates.Where(group => group.IsConflicting)
            .Select(group => string.Join(" = ", Shortened(group.Ids, "...")))];
        string[] unreadable = [.. inspection.UnreadableFiles.Select(file => file.File)];
        yield return $"{Number(copies)} pictures are copies of another one, in {Number(inspection.Duplicates.Count)} groups.";
        yield return $"{Number(conflicting.Length)} of these groups have different labels{Examples(conflicting)}.";
        yield return $"{Number(inspection.AcrossSplits.Count)} pictures are identical to one of an earlier split"
            + $"{Examples(inspection.AcrossSplits)}.";
        if (inspection.NearDuplicateDistance is { } distance)
        {
            yield return $"{Number(inspection.NearDuplicates.Count)} groups of pictures look the same without being identical (perceptual "
                + $"hash, at most {distance} of 64 bits differ); "
                + $"{Number(inspection.NearDuplicates.Count(group => group.IsConflicting))} of them have different labels, "
                + $"{Number(inspection.NearAcrossSplits.Count)} of their pictures look like one of an earlier split"
                + $"{Examples(inspection.NearAcrossSplits)}.";
        }

        yield return $"{Number(inspection.BlankFiles.Count)} pictures are blank{Examples(inspection.BlankFiles)}.";
        yield return $"{Number(unreadable.Length)} pictures cannot be read{Examples(unreadable)}.";
        yield return $"{Number(inspection.IgnoredFiles.Count)} other files lie among the pictures{Examples(inspection.IgnoredFiles)}.";
    }

    private static string Examples(IReadOnlyList<string> files) => files.Count == 0
        ? ""
        : ": " + string.Join(", ", Shortened(files.Select(file => $"`{file.Replace('`', '\'')}`"), "..."));

    private static IEnumerable<T> Shortened<T>(IEnumerable<T> items, T more)
    {
        T[] all = [.. items];
        return all.Length <= MostExamples ? all : all.Take(MostExamples).Append(more);
    }

    private static void AppendTable(StringBuilder card, IReadOnlyList<string[]> rows)
    {
        AppendRow(card, rows[0]);
        AppendRow(card, [.. rows[0].Select((_, column) => column == 0 ? "---" : "---:")]);
        foreach (string[] row in rows.Skip(1))
            AppendRow(card, row);
    }

    private static void AppendRow(StringBuilder card, string[] cells) => card.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Name(string root) => Text(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root))));

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Share(int part, int whole) =>
        whole == 0 ? "" : $"{(100.0 * part / whole).ToString("F1", CultureInfo.InvariantCulture)} %";

    // A name must not end its cell.
    private static string Text(string name) => name.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
