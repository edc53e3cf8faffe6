namespace Fer.Cli.Demo;

/// <summary>Writes a data set of drawn faces as a folder tree <c>split/class/picture</c> with the splits train and test.</summary>
/// <remarks>
/// Each picture has a random stream of its own, given by seed, split, class and number: a picture stays the same when more are
/// asked for, and no picture of one split is one of the other.
/// </remarks>
public static class DemoData
{
    private const string TrainFolder = "train";
    private const string TestFolder = "test";

    // FER2013's training pictures per class, in the order of Expression (Goodfellow et al., "Challenges in representation
    // learning", 2013).
    private static readonly int[] Fer2013TrainingCounts = [3995, 436, 4097, 7215, 4965, 4830, 3171];

    /// <summary>The name of an expression's class, which is its folder's: "angry", "disgust" and so on.</summary>
    public static string ClassName(Expression expression) => expression switch
    {
        Expression.Angry => "angry",
        Expression.Disgust => "disgust",
        Expression.Fear => "fear",
        Expression.Happy => "happy",
        Expression.Neutral => "neutral",
        Expression.Sad => "sad",
        Expression.Surprise => "surprise",
        _ => throw new ArgumentOutOfRangeException(nameof(expression), expression, "Not one of the seven expressions."),
    };

    /// <summary>Counts per class in the proportions of FER2013's training pictures, each rounded to the nearest, at least 1.</summary>
    /// <param name="total">About how many faces altogether; at least 1.</param>
    public static IReadOnlyDictionary<Expression, int> Fer2013Counts(int total)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1);
        long all = Fer2013TrainingCounts.Sum();
        return Enum.GetValues<Expression>().ToDictionary(
            expression => expression,
            expression => (int)Math.Max(1, ((((long)total * Fer2013TrainingCounts[(int)expression]) + (all / 2)) / all)));
    }

    /// <summary>The same count for each class.</summary>
    /// <param name="facesPerClass">How many faces of each class; not negative.</param>
    public static IReadOnlyDictionary<Expression, int> EqualCounts(int facesPerClass)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(facesPerClass);
        return Enum.GetValues<Expression>().ToDictionary(expression => expression, _ => facesPerClass);
    }

    /// <summary>Draws and writes a data set with equally many faces of each class.</summary>
    /// <inheritdoc cref="Write(string, IReadOnlyDictionary{Expression, int}, IReadOnlyDictionary{Expression, int}, ulong,
    /// IImageEncoder, IProgress{int}, CancellationToken)"/>
    /// <param name="folder">The data set's folder; made where it is missing.</param>
    /// <param name="facesPerClassForTraining">Faces of each class under <c>train</c>.</param>
    /// <param name="facesPerClassForEvaluation">Faces of each class under <c>test</c>.</param>
    /// <param name="seed">Decides all pictures.</param>
    /// <param name="png">Writes the picture files.</param>
    /// <param name="progress">Told the number of pictures written so far.</param>
    /// <param name="cancellationToken">Stops between two pictures.</param>
    public static void Write(
        string folder,
        int facesPerClassForTraining,
        int facesPerClassForEvaluation,
        ulong seed,
        IImageEncoder png,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default) =>
        Write(
            folder, EqualCounts(facesPerClassForTraining), EqualCounts(facesPerClassForEvaluation), seed, png, progress, cancellationToken);

    /// <summary>Draws and writes a data set. Pictures that are there already are replaced.</summary>
    /// <param name="folder">The data set's folder; made where it is missing.</param>
    /// <param name="training">How many faces of each class go under <c>train</c>; a class that is not named has none.</param>
    /// <param name="evaluation">How many faces of each class go under <c>test</c>; a class that is not named has none.</param>
    /// <param name="seed">Decides all pictures.</param>
    /// <param name="png">Writes the picture files.</param>
    /// <param name="progress">Told the number of pictures written so far.</param>
    /// <param name="cancellationToken">Stops between two pictures.</param>
    /// <exception cref="DatasetException">The folder holds other files, which would become part of the data set.</exception>
    /// <exception cref="FerException">A file cannot be written.</exception>
    public static void Write(
        string folder,
        IReadOnlyDictionary<Expression, int> training,
        IReadOnlyDictionary<Expression, int> evaluation,
        ulong seed,
        IImageEncoder png,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(evaluation);
        ArgumentNullException.ThrowIfNull(png);

        List<Picture> pictures = [.. Pictures(TrainFolder, training, png), .. Pictures(TestFolder, evaluation, png)];
        RefuseOtherFiles(folder, pictures);
        for (int i = 0; i < pictures.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Picture picture = pictures[i];
            RandomGenerator random = RandomGenerator.Create(seed, picture.Stream);
            Image image = FaceDrawing.Draw(picture.Expression, ref random);
            AtomicFile.Write(Path.Combine(folder, picture.File), stream => png.Encode(image, stream));
            progress?.Report(i + 1);
        }
    }

    private static IEnumerable<Picture> Pictures(string split, IReadOnlyDictionary<Expression, int> counts, IImageEncoder png)
    {
        ulong splitKey = split == TrainFolder ? 0UL : 1UL;
        foreach (Expression expression in Enum.GetValues<Expression>())
        {
            int count = counts.GetValueOrDefault(expression);
            ArgumentOutOfRangeException.ThrowIfNegative(count);
            for (int number = 1; number <= count; number++)
            {
                string file = Path.Combine(split, ClassName(expression), $"{number}{png.Extensions[0]}");
                yield return new Picture(file, expression, [splitKey, (ulong)expression, (ulong)number]);
            }
        }
    }

    private static void RefuseOtherFiles(string folder, List<Picture> pictures)
    {
        var own = pictures.Select(picture => picture.File).ToHashSet(StringComparer.Ordinal);
        foreach (string split in (string[])[TrainFolder, TestFolder])
        {
            string splitFolder = Path.Combine(folder, split);
            if (!Directory.Exists(splitFolder))
                continue;

            string? other = Directory.EnumerateFiles(splitFolder, "*", SearchOption.AllDirectories)
                .FirstOrDefault(file => !own.Contains(Path.GetRelativePath(folder, file)));
            if (other is not null)
            {
                throw new DatasetException(
                    $"{other}: is not part of the faces to be drawn and would mix with them; choose another folder or remove '{folder}'.");
            }
        }
    }

    private sealed record Picture(string File, Expression Expression, ulong[] Stream);
}
