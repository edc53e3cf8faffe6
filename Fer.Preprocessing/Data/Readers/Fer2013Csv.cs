using System.Globalization;

namespace Fer.Preprocessing;

/// <summary>
/// Reads <c>fer2013.csv</c> (Goodfellow et al., "Challenges in Representation Learning", 2013): columns <c>emotion</c> (0 to 6),
/// <c>pixels</c> (48 x 48 grey values from 0 to 255) and <c>Usage</c> (Training, PublicTest, PrivateTest), in any order.
/// </summary>
/// <remarks>The file holds the pictures themselves: 35,887 of them take 83 MB of memory.</remarks>
public static class Fer2013Csv
{
    private const int Size = 48;

    private static readonly string[] EmotionColumn = ["emotion"];
    private static readonly string[] PixelsColumn = ["pixels"];
    private static readonly string[] UsageColumn = ["Usage"];

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>
    /// The pictures with <see cref="ExpressionSets.Fer2013"/>, in the file's order, by the splits of the column Usage if there is
    /// one. A picture's id is its usage and its row from 0 in five digits, such as <c>Training/00012</c>.
    /// </returns>
    /// <exception cref="DatasetException">The file is missing, cannot be read, or has no pictures.</exception>
    /// <exception cref="DatasetFormatException">A line is malformed; the message names it.</exception>
    public static DatasetContents Load(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using CsvTable table = CsvTable.Open(path);
        int emotion = table.Require(EmotionColumn), pixels = table.Require(PixelsColumn), usage = table.Find(UsageColumn);
        List<int> labels = [];
        List<string> ids = [], splits = [];
        List<ImageSource> pictures = [];
        string name = Path.GetFileName(path);
        while (table.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            string split = usage < 0 ? DatasetContents.WithoutSplits : string.Intern(table.ReadText(usage));
            labels.Add(table.ReadInt32(emotion, 0, ExpressionSets.Fer2013.Count - 1));
            pictures.Add(ImageSource.FromPixels(ReadPixels(table, pixels), $"{name}, line {table.Line}"));
            ids.Add(usage < 0 ? $"{ids.Count:D5}" : ToId(split, ids.Count));
            splits.Add(split);
        }

        if (labels.Count == 0)
            throw new DatasetException($"{path}: has no pictures, only the first line.");
        var all = new ImageDataset(ExpressionSets.Fer2013, labels, ids, pictures);
        return new DatasetContents(path, all, usage < 0 ? null : splits) { Layout = "fer2013.csv: columns emotion, pixels and Usage" };
    }

    /// <summary>Whether a file's columns are those of fer2013.csv.</summary>
    internal static bool Recognizes(IReadOnlyList<string> columns) =>
        CsvTable.Has(columns, EmotionColumn) && CsvTable.Has(columns, PixelsColumn);

    /// <summary>The identity of a row's picture.</summary>
    internal static string ToId(string usage, int row) => $"{usage}/{row:D5}";

    private static Image ReadPixels(CsvTable table, int column)
    {
        var image = new Image(Size, Size, PixelFormat.Gray8);
        ReadOnlySpan<char> text = table[column];
        int count = 0;
        foreach (Range range in text.Split(' '))
        {
            ReadOnlySpan<char> number = text[range];
            if (number.IsEmpty)
                continue;
            if (!byte.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out byte value))
            {
                throw table.Error(
                    $"pixel {count} is '{(number.Length <= 20 ? number : number[..20])}', not a whole number from 0 to 255.");
            }

            if (count < image.Pixels.Length)
                image.Pixels[count] = value;
            count++;
        }

        return count == image.Pixels.Length
            ? image
            : throw table.Error($"{count} pixels, expected {image.Pixels.Length} ({Size}x{Size}).");
    }
}
