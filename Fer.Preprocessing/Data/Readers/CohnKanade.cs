using System.Globalization;
using System.Text.RegularExpressions;

namespace Fer.Preprocessing;

/// <summary>
/// Reads the Extended Cohn-Kanade set (Lucey et al., 2010) by subject: as it is handed out,
/// <c>cohn-kanade-images/S005/001/S005_001_00000011.png</c> and <c>Emotion/S005/001/S005_001_00000011_emotion.txt</c>; or as class
/// folders of frames with such names, as CK+48 is. The subject is the group of each picture.
/// </summary>
public static partial class CohnKanade
{
    private const string ImagesFolder = "cohn-kanade-images";
    private const string EmotionFolder = "Emotion";

    /// <summary>Reads the labelled sequences.</summary>
    /// <param name="path">The folder that holds cohn-kanade-images and Emotion.</param>
    /// <param name="options">Which frames; the peak alone if null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>
    /// The frames with <see cref="ExpressionSets.CohnKanade"/>, or with neutral before those. Sequences without a label, most of
    /// CK+'s, are left out.
    /// </returns>
    /// <exception cref="DatasetException">A folder is missing or empty, or a labelled sequence has too few frames.</exception>
    /// <exception cref="DatasetFormatException">A label is not a number from 1 to 7.</exception>
    public static DatasetContents Load(string path, CohnKanadeOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new CohnKanadeOptions();
        if (options.LastFrames < 1)
            throw new ArgumentOutOfRangeException(nameof(options), options.LastFrames, "At least one frame of each sequence is needed.");
        if (!Recognizes(path))
            throw new DatasetException($"{path}: has no folders {ImagesFolder} and {EmotionFolder}; give the folder of CK+.");

        string[] classes = [.. options.FirstFrameAsNeutral ? ["neutral"] : Array.Empty<string>(), .. ExpressionSets.CohnKanade];
        List<int> labels = [];
        List<string> ids = [], groups = [];
        void Add(string id, string name)
        {
            labels.Add(Array.IndexOf(classes, name));
            ids.Add(id);
            groups.Add(id.Split('/')[1]);
        }

        ILookup<string, string> frames = ImageFolderListing.Read(Path.Combine(path, ImagesFolder), cancellationToken).Pictures
            .Where(picture => picture.Split('/').Length == 3)
            .ToLookup(picture => Path.GetDirectoryName(picture)!.Replace('\\', '/'), StringComparer.Ordinal);
        foreach ((string sequence, string label) in ReadLabels(path, cancellationToken))
        {
            string[] all = [.. frames[sequence].Select(frame => $"{ImagesFolder}/{frame}")];
            int needed = options.LastFrames + (options.FirstFrameAsNeutral ? 1 : 0);
            if (all.Length < needed)
            {
                throw new DatasetException(
                    $"{Path.Combine(path, ImagesFolder, sequence)}: has {all.Length} frames, {needed} are asked for; take fewer.");
            }

            if (options.FirstFrameAsNeutral)
                Add(all[0], "neutral");
            foreach (string frame in all[^options.LastFrames..])
                Add(frame, label);
        }

        return ids.Count == 0
            ? throw new DatasetException($"{Path.Combine(path, EmotionFolder)}: has no labels.")
            : new DatasetContents(path, new ImageDataset(classes, labels, ids, [.. ids.Select(id => Path.Combine(path, id))])
            {
                Groups = groups,
            })
            {
                Layout = $"CK+: {ImagesFolder} and {EmotionFolder}",
            };
    }

    /// <summary>Whether a folder is laid out as CK+ is handed out.</summary>
    internal static bool Recognizes(string folder) =>
        Directory.Exists(Path.Combine(folder, ImagesFolder)) && Directory.Exists(Path.Combine(folder, EmotionFolder));

    /// <summary>Gives pictures that are all named as frames of CK+ their subjects as groups; leaves others as they are.</summary>
    internal static DatasetContents WithSubjects(DatasetContents contents)
    {
        ImageDataset all = contents.All;
        Match[] names = [.. all.Ids.Select(id => FrameName().Match(id))];
        if (!names.All(name => name.Success))
            return contents;
        return contents.With(new ImageDataset(all.Classes, all.Labels, all.Ids, all.Sources)
        {
            Groups = [.. names.Select(name => name.Groups["subject"].Value)],
        });
    }

    private static IEnumerable<(string Sequence, string Label)> ReadLabels(string path, CancellationToken cancellationToken)
    {
        string root = Path.Combine(path, EmotionFolder);
        foreach (string file in ImageFolderListing.Read(root, cancellationToken).Ignored
            .Where(file => file.EndsWith("_emotion.txt", StringComparison.Ordinal) && !Path.GetFileName(file).StartsWith('.')))
        {
            using CsvReader text = CsvReader.Open(Path.Combine(root, file));
            if (!text.Read())
                throw new DatasetFormatException(text.File, 1, "the label is missing.");
            bool isNumber = double.TryParse(text[0].Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number);
            int index = isNumber && number is >= 1 and <= 7 && double.IsInteger(number)
                ? (int)number - 1
                : throw text.Error($"'{text[0].ToString().Trim()}' is not a number from 1 to {ExpressionSets.CohnKanade.Count}.");
            yield return (Path.GetDirectoryName(file)!.Replace('\\', '/'), ExpressionSets.CohnKanade[index]);
        }
    }

    [GeneratedRegex(@"(?:^|/)(?<subject>S\d{3})_\d{3}_\d{8}\.\w+$")]
    private static partial Regex FrameName();
}
