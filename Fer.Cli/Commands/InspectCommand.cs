using System.CommandLine;
using System.Globalization;
using System.Text;
using Fer.Cli.Console;
using Fer.Preprocessing;

namespace Fer.Cli.Commands;

/// <summary><c>fer inspect DATA</c>: what a folder of pictures holds, and what is wrong with it.</summary>
internal sealed class InspectCommand : FerCommand
{
    private readonly Argument<string> _data = new("DATA") { Description = "A folder class/picture or split/class/picture." };

    public InspectCommand()
        : base("inspect", "Count pictures per split and class; find identical, contradictory, blank and unreadable ones.")
    {
        Arguments.Add(_data);
    }

    protected override void Execute(ParseResult parsed, CommandContext context)
    {
        ImageFolderContents contents = ImageFolder.Load(parsed.GetRequiredValue(_data), context.CancellationToken);
        DatasetInspection inspection = context.Messages.WithProgress("Reading pictures", progress => DatasetInspector.Inspect(
            contents, Pictures.Decode, context.Threads, ProgressWords.OfItems(progress), context.CancellationToken));
        context.Print(ToText(inspection));
        context.WriteJson(inspection.WriteJson);
    }

    private static string ToText(DatasetInspection inspection)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));

        int width = Math.Max(8, inspection.Classes.Max(name => name.Length));
        string[] splits = [.. inspection.Splits.Keys];
        Line($"{"class".PadRight(width)}{string.Concat(splits.Select(split => split.PadLeft(Math.Max(12, split.Length + 2))))}");
        foreach (string name in inspection.Classes)
            Line($"{name.PadRight(width)}{Cells(splits, split => inspection.Splits[split][name])}");
        Line($"{"all".PadRight(width)}{Cells(splits, split => inspection.Splits[split].Values.Sum())}");
        Line($"");
        Line($"{inspection.Images} pictures");
        Line($"{inspection.Duplicates.Count} groups of identical pictures, {inspection.ConflictingGroups} of them with different labels");
        Line($"{inspection.AcrossSplits} pictures identical to one of an earlier split");
        Line($"{inspection.BlankFiles.Count} blank pictures{Examples(inspection.BlankFiles)}");
        Line($"{inspection.UnreadableFiles.Count} unreadable pictures{Examples([.. inspection.UnreadableFiles.Select(file => $"{file.File} ({file.Reason})")])}");
        if (inspection.IgnoredFiles.Count > 0)
            Line($"{inspection.IgnoredFiles.Count} files that are no pictures, ignored{Examples(inspection.IgnoredFiles)}");
        return text.ToString().TrimEnd();
    }

    private static string Cells(string[] splits, Func<string, int> count) =>
        string.Concat(splits.Select(split => count(split).ToString(CultureInfo.InvariantCulture).PadLeft(Math.Max(12, split.Length + 2))));

    private static string Examples(IReadOnlyList<string> files)
    {
        const int Most = 5;
        string more = files.Count > Most ? ", ..." : "";
        return files.Count == 0 ? "" : $": {string.Join(", ", files.Take(Most))}{more}";
    }
}
