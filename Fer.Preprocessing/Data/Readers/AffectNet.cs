namespace Fer.Preprocessing;

/// <summary>
/// Reads AffectNet (Mollahosseini, Hasani and Mahoor, 2017) as it is passed on in pictures of faces: with a <c>labels.csv</c> of
/// columns <c>pth</c>, <c>label</c> and <c>relFCs</c>, or as class folders that bear the classes' numbers.
/// </summary>
public static class AffectNet
{
    internal const string LabelsFile = "labels.csv";

    /// <summary>Reads the folder.</summary>
    /// <param name="path">The folder, or its labels.csv.</param>
    /// <param name="minConfidence">
    /// Pictures whose relFCs is below this are left out; only with a labels.csv. Default null: none.
    /// </param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>
    /// The pictures. A labels.csv overrules the folders that they lie in, as it corrects them, and its relFCs become
    /// <see cref="ImageDataset.Confidences"/>. Class folders 0 to 7 are named by <see cref="ExpressionSets.AffectNet"/>.
    /// </returns>
    /// <exception cref="DatasetException">The folder is missing, has no pictures or another layout.</exception>
    /// <exception cref="DatasetFormatException">A line of labels.csv is malformed.</exception>
    public static DatasetContents Load(string path, float? minConfidence = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string labels = Directory.Exists(path) ? Path.Combine(path, LabelsFile) : path;
        if (File.Exists(labels))
            return LabelCsv.Load(labels, new LabelCsvOptions { MinConfidence = minConfidence }, cancellationToken);
        if (minConfidence is not null)
            throw new DatasetException($"{path}: has no {LabelsFile}, which alone knows the pictures' confidence.");
        return NameClasses(ImageFolder.Load(path, cancellationToken));
    }

    private static DatasetContents NameClasses(DatasetContents contents)
    {
        string[] numbers = [.. Enumerable.Range(0, ExpressionSets.AffectNet.Count).Select(number => $"{number}")];
        if (!contents.Classes.All(numbers.Contains))
            return contents;
        ImageDataset all = contents.All;
        int[] labels = [.. all.Labels.Select(label => Array.IndexOf(numbers, all.Classes[label]))];
        return contents.With(new ImageDataset(ExpressionSets.AffectNet, labels, all.Ids, all.Sources));
    }
}
