using System.Globalization;

namespace Fer.Preprocessing;

/// <summary>Reads any CSV file that has a picture's path and its class on each line, and may be its split, group and confidence.</summary>
public static class LabelCsv
{
    private static readonly string[] PathColumns =
    [
        "path", "pth", "file", "filename", "file_name", "filepath", "image", "image_path", "image_name", "img", "subDirectory_filePath",
    ];

    private static readonly string[] LabelColumns = ["label", "class", "emotion", "expression", "target"];
    private static readonly string[] SplitColumns = ["split", "usage", "subset", "partition", "fold"];
    private static readonly string[] GroupColumns = ["group", "subject", "subject_id", "person", "identity"];
    private static readonly string[] ConfidenceColumns = ["relFCs", "confidence"];

    /// <summary>Reads the file and checks that every picture is there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Which columns say what; the usual names if null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The pictures in the file's order; their ids are the paths with forward slashes.</returns>
    /// <exception cref="DatasetException">The file is missing, cannot be read, or has no pictures.</exception>
    /// <exception cref="DatasetFormatException">
    /// A column is missing, or a line is malformed: it lacks a value, names a picture that is not there, lies outside the folder or
    /// comes twice, or a class that is not among those given.
    /// </exception>
    public static DatasetContents Load(string path, LabelCsvOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new LabelCsvOptions();
        using CsvTable table = CsvTable.Open(path, options.Separator);
        int pathColumn = RequireColumn(table, options.PathColumn, PathColumns);
        int labelColumn = RequireColumn(table, options.LabelColumn, LabelColumns);
        int splitColumn = FindColumn(table, options.SplitColumn, SplitColumns);
        int groupColumn = FindColumn(table, options.GroupColumn, GroupColumns);
        int confidenceColumn = options.MinConfidence is not null && options.ConfidenceColumn is null
            ? table.Require(ConfidenceColumns)
            : FindColumn(table, options.ConfidenceColumn, ConfidenceColumns);

        var files = new PictureFiles(options.Root ?? Path.GetDirectoryName(Path.GetFullPath(path))!);
        List<string> labels = [], splits = [], groups = [];
        List<float> confidences = [];
        while (table.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            float confidence = confidenceColumn < 0 ? 0 : table.ReadSingle(confidenceColumn);
            if (options.MinConfidence is { } least && confidence < least)
                continue;
            files.Add(table.ReadText(pathColumn), table.Line, table.Error);
            labels.Add(ReadLabel(table, labelColumn, options.Classes));
            confidences.Add(confidence);
            splits.Add(splitColumn < 0 ? "" : table.ReadText(splitColumn));
            groups.Add(groupColumn < 0 ? "" : table.ReadText(groupColumn));
        }

        if (labels.Count == 0)
            throw new DatasetException($"{path}: has no pictures{(options.MinConfidence is null ? "" : " of the confidence asked for")}.");
        string[] classes = [.. options.Classes ?? [.. labels.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]];
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((int number, string name) in classes.Index())
            numbers.TryAdd(name, number);
        var all = new ImageDataset(classes, [.. labels.Select(label => numbers[label])], files.Ids, files.Sources)
        {
            Groups = groupColumn < 0 ? null : groups,
            Confidences = confidenceColumn < 0 ? null : confidences,
        };
        return new DatasetContents(path, all, splitColumn < 0 ? null : splits)
        {
            Layout = $"a CSV file with columns {string.Join(", ", table.Columns.Where(column => column.Length > 0))}",
        };
    }

    /// <summary>Whether a file's columns include a path and a label by their usual names.</summary>
    internal static bool Recognizes(IReadOnlyList<string> columns) =>
        CsvTable.Has(columns, PathColumns) && CsvTable.Has(columns, LabelColumns);

    private static int RequireColumn(CsvTable table, string? name, string[] usual) =>
        name is null ? table.Require(usual) : table.Require(name);

    private static int FindColumn(CsvTable table, string? name, string[] usual) =>
        name is null ? table.Find(usual) : table.Require(name);

    private static string ReadLabel(CsvTable table, int column, IReadOnlyList<string>? classes)
    {
        string label = table.ReadText(column);
        if (classes is null || classes.Contains(label, StringComparer.Ordinal))
            return label;
        return int.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < classes.Count
            ? classes[number]
            : throw table.Error($"the class '{label}' is not one of {string.Join(", ", classes)}.");
    }
}
