namespace Fer.Preprocessing;

/// <summary>Opens a data set of any layout that is understood; each has a reader of its own, with options.</summary>
public static class Datasets
{
    private static readonly DatasetFormat[] Files =
    [
        new("fer2013.csv (columns emotion, pixels, Usage)",
            (_, columns) => Fer2013Csv.Recognizes(columns),
            Fer2013Csv.Load),
        new("FER+'s fer2013new.csv with fer2013.csv or its pictures (fer0000000.png) beside it",
            (_, columns) => FerPlusCsv.Recognizes(columns),
            LoadFerPlus),
        new("a CSV file with a column path (or pth, file, image) and a column label (or class, emotion, expression)",
            (_, columns) => LabelCsv.Recognizes(columns),
            (path, cancellation) => LabelCsv.Load(path, cancellationToken: cancellation)),
    ];

    private static readonly DatasetFormat[] Folders =
    [
        new("RAF-DB (EmoLabel/list_patition_label.txt, Image/aligned)",
            (path, _) => RafDb.Recognizes(path),
            (path, cancellation) => RafDb.Load(path, cancellationToken: cancellation)),
        new("CK+ (cohn-kanade-images, Emotion)",
            (path, _) => CohnKanade.Recognizes(path),
            (path, cancellation) => CohnKanade.Load(path, cancellationToken: cancellation)),
        new("AffectNet with labels.csv (columns pth, label)",
            (path, _) => LabelCsv.Recognizes(CsvTable.ReadColumns(Path.Combine(path, AffectNet.LabelsFile))),
            (path, cancellation) => AffectNet.Load(path, cancellationToken: cancellation)),
        new("a folder with fer2013.csv",
            (path, _) => File.Exists(Path.Combine(path, Fer2013File)) && Directory.GetDirectories(path).Length == 0,
            (path, cancellation) => Fer2013Csv.Load(Path.Combine(path, Fer2013File), cancellation)),
        new("a folder class/picture or split/class/picture",
            (_, _) => true,
            LoadFolders),
    ];

    private const string Fer2013File = "fer2013.csv";

    /// <summary>What <see cref="Open"/> understands, in words.</summary>
    public static IReadOnlyList<string> Layouts { get; } = [.. Files.Concat(Folders).Select(format => format.Description)];

    /// <summary>
    /// Recognises what a path is and reads it: fer2013.csv, FER+'s votes beside fer2013.csv or beside the pictures, any CSV of
    /// paths and labels, RAF-DB, CK+, AffectNet with labels.csv, or a folder class/picture or split/class/picture.
    /// </summary>
    /// <param name="path">A file or a folder.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="DatasetException">
    /// The path is missing, cannot be used, or has no layout that is understood; the message lists those that are.
    /// </exception>
    /// <exception cref="DatasetFormatException">A line of a file is malformed.</exception>
    public static DatasetContents Open(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            return Folders.First(format => format.Recognizes(path, [])).Load(path, cancellationToken);
        if (!File.Exists(path))
            throw new DatasetException($"{path}: no such folder or file.");
        IReadOnlyList<string> columns = CsvTable.ReadColumns(path);
        DatasetFormat? known = Files.FirstOrDefault(format => format.Recognizes(path, columns));
        return known is not null
            ? known.Load(path, cancellationToken)
            : throw new DatasetException($"{path}: not a data set that is understood; expected {string.Join("; or ", Layouts)}.");
    }

    private static DatasetContents LoadFolders(string path, CancellationToken cancellationToken)
    {
        try
        {
            return CohnKanade.WithSubjects(ImageFolder.Load(path, cancellationToken));
        }
        catch (DatasetException error)
        {
            throw new DatasetException($"{error.Message} Also understood: {string.Join("; ", Layouts.SkipLast(1))}.", error);
        }
    }

    private static DatasetContents LoadFerPlus(string path, CancellationToken cancellationToken)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string csv = Path.Combine(folder, Fer2013File);
        return FerPlusCsv.Load(path, File.Exists(csv) ? csv : folder, FerPlusTarget.Majority, cancellationToken);
    }
}
