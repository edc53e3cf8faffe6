using System.Globalization;

namespace Fer.Preprocessing;

/// <summary>
/// Reads FER+ (Barsoum et al. 2016): <c>fer2013new.csv</c> with ten people's votes for each row of fer2013.csv, which does not
/// hold the pictures. <see cref="FerPlusVotes"/> states which pictures are left out and what the targets are.
/// </summary>
public static class FerPlusCsv
{
    private static readonly string[] VoteColumns = [.. ExpressionSets.FerPlus, "unknown", "NF"];

    /// <summary>Joins the votes with the pictures by row.</summary>
    /// <param name="votes">The file fer2013new.csv.</param>
    /// <param name="pictures">
    /// fer2013.csv; or a folder in which pictures lie at any depth, named as FER+ names them (<c>fer0000012.png</c>, which is not the
    /// row) or by the row from 0 (<c>12.jpg</c>). A folder may lack the pictures of a whole usage, which is left out then.
    /// </param>
    /// <param name="target">How votes become targets. Default majority.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>
    /// The pictures that the rule keeps, with <see cref="ExpressionSets.FerPlus"/>; <see cref="ImageDataset.Targets"/> are set for
    /// <see cref="FerPlusTarget.Probability"/>. Rows that FER+ gives no picture name show no face and are left out. It gives four
    /// names twice: such a picture is the later row's, as its own script overwrites the earlier one, whose row is left out then.
    /// The ids are those of <see cref="Fer2013Csv"/>.
    /// </returns>
    /// <exception cref="DatasetException">A file is missing, or a row's picture is.</exception>
    /// <exception cref="DatasetFormatException">A line is malformed, or the two files' rows do not belong together.</exception>
    public static DatasetContents Load(
        string votes,
        string pictures,
        FerPlusTarget target = FerPlusTarget.Majority,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(votes);
        ArgumentException.ThrowIfNullOrEmpty(pictures);
        List<Row> rows = ReadVotes(votes, target, cancellationToken);
        List<Row> kept = Directory.Exists(pictures)
            ? JoinFolder(rows, pictures, cancellationToken)
            : JoinCsv(rows, votes, pictures, cancellationToken);
        if (kept.Count == 0)
            throw new DatasetException($"{votes}: its rule keeps no picture.");
        var all = new ImageDataset(
            ExpressionSets.FerPlus,
            [.. kept.Select(row => Array.IndexOf(row.Target!, row.Target!.Max()))],
            [.. kept.Select(row => Fer2013Csv.ToId(row.Usage, row.Number))],
            [.. kept.Select(row => row.Picture!)])
        {
            Targets = target == FerPlusTarget.Majority ? null : [.. kept.SelectMany(row => row.Target!)],
        };
        return new DatasetContents(votes, all, [.. kept.Select(row => row.Usage)])
        {
            Layout = $"FER+ votes with the pictures of {Path.GetFileName(Path.TrimEndingDirectorySeparator(pictures))}",
        };
    }

    /// <summary>Whether a file's columns are those of FER+.</summary>
    internal static bool Recognizes(IReadOnlyList<string> columns) =>
        VoteColumns.All(column => CsvTable.Has(columns, column));

    private static List<Row> ReadVotes(string file, FerPlusTarget target, CancellationToken cancellationToken)
    {
        using CsvTable table = CsvTable.Open(file);
        int usage = table.Require("Usage"), name = table.Require("Image name");
        int[] columns = [.. VoteColumns.Select(column => table.Require(column))];
        List<Row> rows = [];
        while (table.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            int[] votes = [.. columns.Select(column => table.ReadInt32(column, 0, 1000))];
            rows.Add(new Row(rows.Count, table.Line, string.Intern(table.ReadText(usage)), table[name].ToString())
            {
                Target = table[name].IsEmpty ? null : FerPlusVotes.ToTarget(votes, target),
            });
        }

        return rows;
    }

    private static List<Row> JoinCsv(List<Row> rows, string votes, string pictures, CancellationToken cancellationToken)
    {
        DatasetContents contents = Fer2013Csv.Load(pictures, cancellationToken);
        if (rows.Count != contents.All.Count)
        {
            throw new DatasetException(
                $"{votes}: has {rows.Count} rows, but {pictures} has {contents.All.Count}; they must be of the same data set.");
        }

        foreach (Row row in rows)
        {
            string usage = contents.SplitOf(contents.All.Ids[row.Number]);
            if (contents.HasSplits && usage != row.Usage)
            {
                throw new DatasetFormatException(
                    votes, row.Line, $"Usage is {row.Usage}, but {contents.All.Files[row.Number]} says {usage}; their rows do not match.");
            }

            row.Picture = contents.All.Sources[row.Number];
        }

        return [.. rows.Where(row => row.Target is not null)];
    }

    private static List<Row> JoinFolder(List<Row> rows, string folder, CancellationToken cancellationToken)
    {
        var pictures = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string picture in ImageFolderListing.Read(folder, cancellationToken).Pictures)
        {
            string name = Path.GetFileNameWithoutExtension(picture);
            bool isNumber = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
            string key = isNumber ? $"{number}" : name;
            if (!pictures.TryAdd(key, picture))
                throw new DatasetException($"{folder}: '{picture}' and '{pictures[key]}' are both pictures of one row; take one away.");
        }

        // Of rows with the same name the last.
        Dictionary<string, Row> named = [];
        foreach (Row row in rows)
            named[row.Name] = row;
        foreach (Row row in rows)
        {
            string? picture = pictures.GetValueOrDefault($"{row.Number}")
                ?? (named[row.Name] == row ? pictures.GetValueOrDefault(Path.GetFileNameWithoutExtension(row.Name)) : null);
            row.Picture = picture is null ? null : ImageSource.FromFile(Path.Combine(folder, picture));
        }

        Row[] kept = [.. rows.Where(row => row.Target is not null && (row.Picture is not null || named[row.Name] == row))];
        HashSet<string> usages = [.. kept.Where(row => row.Picture is not null).Select(row => row.Usage)];
        Row? missing = kept.FirstOrDefault(row => row.Picture is null && (usages.Count == 0 || usages.Contains(row.Usage)));
        return missing is null
            ? [.. kept.Where(row => usages.Contains(row.Usage))]
            : throw new DatasetException(
                $"{folder}: of the {missing.Usage} pictures {missing.Name} is not there, nor {missing.Number} by its row.");
    }

    private sealed class Row(int number, long line, string usage, string name)
    {
        public int Number => number;

        public long Line => line;

        public string Usage => usage;

        public string Name => name;

        public float[]? Target { get; init; }

        public ImageSource? Picture { get; set; }
    }
}
