using System.CommandLine;
using System.Globalization;
using System.Text;
using Fer.Cli.Console;
using Fer.Preprocessing;

namespace Fer.Cli.Commands;

/// <summary><c>fer inspect DATA</c>: what a data set holds, and what is wrong with it.</summary>
internal sealed class InspectCommand : FerCommand
{
    private readonly Argument<string> _data = new("DATA") { Description = DataArgument.Description };
    private readonly Option<bool> _nearDuplicates = new("--near-duplicates")
    {
        Description = "Find pictures too that look the same without being identical, by their perceptual hash (pHash, 64 bits).",
    };

    private readonly Option<int> _distance = new("--distance")
    {
        Description = $"How many bits near duplicates may differ in, from 0 to {DuplicateGroups.LargestDistance}.",
        DefaultValueFactory = _ => DuplicateGroups.DefaultDistance,
        HelpName = "N",
    };

    private readonly Option<string?> _card = new("--card")
    {
        Description = "Write a data card in Markdown.",
        HelpName = "FILE",
    };

    public InspectCommand()
        : base("inspect", "Count pictures per split and class; find identical, contradictory, blank and unreadable ones.")
    {
        Arguments.Add(_data);
        Options.Add(_nearDuplicates);
        Options.Add(_distance);
        Options.Add(_card);
    }

    protected override void Execute(ParseResult parsed, CommandContext context)
    {
        int? distance = Distance(parsed);
        DatasetContents contents = Datasets.Open(parsed.GetRequiredValue(_data), context.CancellationToken);
        DatasetInspection inspection = context.Messages.WithProgress("Reading pictures", progress => DatasetInspector.Inspect(
            contents, Pictures.Decode, context.Threads, distance, ProgressWords.OfItems(progress), context.CancellationToken));
        context.Print(ToText(inspection));
        if (parsed.GetValue(_card) is { } card)
            AtomicFile.WriteAllText(card, DataCard.ToMarkdown(contents, inspection));
        context.WriteJson(inspection.WriteJson);
    }

    private int? Distance(ParseResult parsed)
    {
        int distance = parsed.GetValue(_distance);
        if (distance is < 0 or > DuplicateGroups.LargestDistance)
            throw new FerException($"--distance {distance}: give a number from 0 to {DuplicateGroups.LargestDistance}.");
        bool isGiven = parsed.GetResult(_distance) is { Implicit: false };
        return isGiven || parsed.GetValue(_nearDuplicates) ? distance : null;
    }

    private static string ToText(DatasetInspection inspection)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));

        int nameWidth = Math.Max(8, inspection.Classes.Max(name => name.Length));
        string Row(string name, Func<KeyValuePair<string, IReadOnlyList<int>>, object> cell) =>
            name.PadRight(nameWidth) + string.Concat(inspection.Splits.Select(split =>
                Convert.ToString(cell(split), CultureInfo.InvariantCulture)!.PadLeft(Math.Max(12, split.Key.Length + 2))));

        text.AppendLine(Row("class", split => split.Key));
        for (int c = 0; c < inspection.Classes.Count; c++)
            text.AppendLine(Row(inspection.Classes[c], split => split.Value[c]));
        text.AppendLine(Row("all", split => split.Value.Sum()));
        Line($"");
        Line($"{inspection.Images} pictures of {inspection.Sizes.Count} sizes{Examples([.. inspection.Sizes.Select(size => size.Key)])}");
        Line($"{inspection.Duplicates.Count} groups of identical pictures, {inspection.ConflictingGroups} of them with different labels");
        Line($"{inspection.AcrossSplits.Count} pictures identical to one of an earlier split{Examples(inspection.AcrossSplits)}");
        if (inspection.NearDuplicateDistance is { } distance)
        {
            int conflicting = inspection.NearDuplicates.Count(group => group.IsConflicting);
            int groups = inspection.NearDuplicates.Count;
            IReadOnlyList<string> across = inspection.NearAcrossSplits;
            Line($"{groups} groups of pictures alike in all but {distance} of 64 bits, {conflicting} of them with different labels");
            Line($"{across.Count} pictures that look like one of an earlier split{Examples(across)}");
        }

        Line($"{inspection.BlankFiles.Count} blank pictures{Examples(inspection.BlankFiles)}");
        string[] unreadable = [.. inspection.UnreadableFiles.Select(file => $"{file.File} ({file.Reason})")];
        Line($"{unreadable.Length} unreadable pictures{Examples(unreadable)}");
        if (inspection.IgnoredFiles.Count > 0)
            Line($"{inspection.IgnoredFiles.Count} files that are no pictures, ignored{Examples(inspection.IgnoredFiles)}");
        return text.ToString().TrimEnd();
    }

    private static string Examples(IReadOnlyList<string> files)
    {
        const int Most = 5;
        string more = files.Count > Most ? ", ..." : "";
        return files.Count == 0 ? "" : $": {string.Join(", ", files.Take(Most))}{more}";
    }
}
