using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Fer.Ml;

namespace Fer.Cli.Workflows;

/// <summary>The two sides of a comparison, checked to be of the same features and classes and to share no row.</summary>
/// <param name="Splits">The sides.</param>
/// <param name="Baseline">What the network that made the features says of the test rows itself; null if the file does not have it.</param>
/// <param name="Copies">How many test rows equal a training row of another name in every feature.</param>
internal sealed record ComparedTables(DataSplits<FeatureTable> Splits, Baseline? Baseline, int Copies)
{
    /// <summary>Joins the features of two files.</summary>
    /// <param name="trainingFile">The features to learn from.</param>
    /// <param name="testFile">The features to judge on; of the training file's classes it may lack some.</param>
    /// <param name="withoutCopies">Whether test rows that equal a training row are left out.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="DatasetException">The tables have other features or classes, or no test row is left.</exception>
    /// <exception cref="DataLeakageException">
    /// A test row is a training row, or the network that made the features learnt from it.
    /// </exception>
    public static ComparedTables Load(
        string trainingFile, string testFile, bool withoutCopies, CancellationToken cancellationToken)
    {
        FeatureTable training = FeatureFile.Read(trainingFile, cancellationToken: cancellationToken);
        NetworkFeatures test = NetworkFeatures.Load(testFile, cancellationToken);
        if (test.Table.Columns != training.Columns)
        {
            throw new DatasetException(
                $"{testFile}: its rows have {test.Table.Columns} features, those of {trainingFile} {training.Columns}; "
                + "compute both with the same network.");
        }

        RefuseTrained(test, testFile);
        int[] own = RowsOfItsOwn(training, test.Table, trainingFile, testFile);
        int copies = test.Table.Count - own.Length;
        if (withoutCopies)
            test = own.Length > 0 ? test.Subset(own) : throw new DatasetException($"{testFile}: all its rows equal rows of {trainingFile}.");
        int[] positions = Positions(test.Table, training.Classes, trainingFile, testFile);
        var judged = new FeatureTable(
            training.Classes,
            [.. test.Table.Labels.Select(label => positions[label])],
            OwnIds(test.Table, training),
            test.Table.Values,
            test.Table.Columns);
        return new ComparedTables(
            new DataSplits<FeatureTable>(new TrainingSplit<FeatureTable>(training), new EvaluationSplit<FeatureTable>(judged)),
            test.Predictions is null ? null : new Baseline($"{test.Model ?? "network"} softmax", Move(test.Predictions, positions, judged)),
            copies);
    }

    private static void RefuseTrained(NetworkFeatures test, string file)
    {
        if (test.Trained?.Count(trained => trained) is > 0 and var count)
        {
            throw new DataLeakageException(
                $"{file}: the network that made the features was trained on {count} of its {test.Table.Count} rows, for example "
                + $"'{test.Table.Ids[Array.IndexOf(test.Trained, true)]}'; judge on features of pictures that it has not seen.");
        }
    }

    /// <summary>The test rows that are no copy of a training row; one that is the row itself is refused.</summary>
    private static int[] RowsOfItsOwn(FeatureTable training, FeatureTable test, string trainingFile, string testFile)
    {
        ILookup<string, string> trained = Enumerable.Range(0, training.Count)
            .ToLookup(row => ContentOf(training, row), row => training.Ids[row], StringComparer.Ordinal);
        var own = new List<int>();
        for (int row = 0; row < test.Count; row++)
        {
            IEnumerable<string> ids = trained[ContentOf(test, row)];
            if (ids.Contains(test.Ids[row], StringComparer.Ordinal))
            {
                throw new DataLeakageException(
                    $"{testFile}: '{test.Ids[row]}' is a row of {trainingFile} too; judge on rows that are not learnt from.");
            }

            if (!ids.Any())
                own.Add(row);
        }

        return [.. own];
    }

    private static string ContentOf(FeatureTable table, int row) =>
        Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(table.Row(row))));

    /// <summary>Where each class of the test rows stands among those of the training rows.</summary>
    private static int[] Positions(FeatureTable test, IReadOnlyList<string> classes, string trainingFile, string testFile)
    {
        string[] known = [.. classes];
        int[] positions = [.. test.Classes.Select(name => Array.IndexOf(known, name))];
        int unknown = Array.IndexOf(positions, -1);
        return unknown < 0
            ? positions
            : throw new DatasetException(
                $"{testFile}: has the class '{test.Classes[unknown]}', {trainingFile} has {string.Join(", ", classes)}; "
                + "use the same ones.");
    }

    /// <summary>Identities that no training row has: pictures of two folders may be named alike.</summary>
    private static IReadOnlyList<string> OwnIds(FeatureTable test, FeatureTable training) =>
        test.Ids.Intersect(training.Ids, StringComparer.Ordinal).Any() ? [.. test.Ids.Select(id => $"test: {id}")] : test.Ids;

    private static Predictions Move(Predictions predictions, int[] positions, FeatureTable judged)
    {
        int classes = judged.Classes.Count;
        var probabilities = new double[judged.Count * classes];
        for (int row = 0; row < judged.Count; row++)
        {
            for (int c = 0; c < positions.Length; c++)
                probabilities[row * classes + positions[c]] = predictions.Row(row)[c];
        }

        return new Predictions(judged.Classes, judged.Ids, judged.Labels, probabilities);
    }
}
