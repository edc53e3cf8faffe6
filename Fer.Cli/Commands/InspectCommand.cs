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
