using System.Globalization;

namespace Fer.Preprocessing;

/// <summary>
/// Reads RAF-DB's basic expressions (Li, Deng and Du, 2017) as they are handed out: <c>EmoLabel/list_patition_label.txt</c> with
/// lines such as "train_00001.jpg 5", and the pictures in <c>Image/aligned</c> or <c>Image/original</c>.
/// </summary>
public static class RafDb
{
    private const string ListFile = "EmoLabel/list_patition_label.txt";

    /// <summary>Reads the folder.</summary>
    /// <param name="path">The folder that holds EmoLabel and Image, or the one above it, which holds <c>basic</c>.</param>
    /// <param name="aligned">Whether to take the aligned faces, the default, or the original pictures.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The pictures with <see cref="ExpressionSets.RafDb"/> in the splits train and test.</returns>
    /// <exception cref="DatasetException">The list is missing or empty.</exception>
    /// <exception cref="DatasetFormatException">A line is malformed, or its picture is missing.</exception>
    public static DatasetContents Load(string path, bool aligned = true, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string root = FindRoot(path) ?? throw new DatasetException($"{path}: has no {ListFile}; give the folder of RAF-DB's basic part.");
        string folder = aligned ? "Image/aligned" : "Image/original";
        var files = new PictureFiles(root);
        List<int> labels = [];
        List<string> splits = [];
        using CsvReader list = CsvReader.Open(Path.Combine(root, ListFile), ' ');
        while (list.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            (string name, int label) = ReadLine(list);
            splits.Add(name.StartsWith("train_", StringComparison.Ordinal) ? "train"
                : name.StartsWith("test_", StringComparison.Ordinal) ? "test"
                : throw list.Error($"'{name}' begins neither with train_ nor with test_."));
            labels.Add(label);
            string file = aligned ? $"{Path.GetFileNameWithoutExtension(name)}_aligned{Path.GetExtension(name)}" : name;
            files.Add($"{folder}/{file}", list.Line, list.Error);
        }

        if (labels.Count == 0)
            throw new DatasetException($"{Path.Combine(root, ListFile)}: is empty.");
        var all = new ImageDataset(ExpressionSets.RafDb, labels, files.Ids, files.Sources);
        return new DatasetContents(path, all, splits) { Layout = $"RAF-DB: {ListFile} and {folder}" };
    }

    /// <summary>Whether a folder is laid out so.</summary>
    internal static bool Recognizes(string folder) => FindRoot(folder) is not null;

    private static string? FindRoot(string path) =>
        new[] { path, Path.Combine(path, "basic") }.FirstOrDefault(folder => File.Exists(Path.Combine(folder, ListFile)));

    private static (string Name, int Label) ReadLine(CsvReader list)
    {
        int count = list.Count;
        while (count > 2 && list[count - 1].IsWhiteSpace())
            count--;
        if (count != 2)
            throw list.Error("expected a picture's name and its class, such as 'train_00001.jpg 5'.");
        int classes = ExpressionSets.RafDb.Count;
        return int.TryParse(list[1], NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= classes
            ? (list[0].ToString(), number - 1)
            : throw list.Error($"the class '{list[1].ToString()}' is not a whole number from 1 to {classes}.");
    }
}
