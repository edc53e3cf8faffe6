using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Fer.Ml;

/// <summary>A short name for content: equal content, equal name (SHA-256, the first 16 bytes).</summary>
internal sealed class Fingerprint : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The name of a text.</summary>
    public static string Of(string text)
    {
        using var fingerprint = new Fingerprint();
        fingerprint.Add(text);
        return fingerprint.ToString();
    }

    /// <summary>
    /// The name of everything that the figures of a candidate depend on besides itself. Samplers and scorers are known by what they do:
    /// by the rows of the first fold, and by the figures of a few fixed predictions.
    /// </summary>
    /// <param name="data">The rows and folds.</param>
    /// <param name="firstTraining">What is learnt from in the first fold, resampled.</param>
    /// <param name="scorer">Computes the figures.</param>
    public static string Of(ComparisonData data, TrainingSplit<FeatureTable> firstTraining, IClassificationScorer scorer)
    {
        using var fingerprint = new Fingerprint();
        fingerprint.Add(data.Judged);
        for (int fold = 0; fold < data.Folds; fold++)
            fingerprint.Add(data.RowsIn(fold));
        fingerprint.Add(firstTraining.Data);
        fingerprint.Add(Of(scorer));
        return fingerprint.ToString();
    }

    /// <summary>The name of a scorer.</summary>
    public static string Of(IClassificationScorer scorer)
    {
        using var fingerprint = new Fingerprint();
        ClassificationScores scores = scorer.Score(Probe());
        fingerprint.Add<double>([.. ClassificationScoresExtensions.Metrics.Select(scores.Get)]);
        return fingerprint.ToString();
    }

    public void Dispose() => _hash.Dispose();

    public override string ToString() => Convert.ToHexStringLower(_hash.GetCurrentHash().AsSpan(0, 16));

    private void Add(FeatureTable table)
    {
        Add([table.Count, table.Columns, table.Classes.Count]);
        foreach (string name in table.Classes.Concat(table.Ids))
            Add(name);
        Add([.. table.Labels]);
        Add<float>(table.Values);
    }

    private void Add(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Add<int>([bytes.Length]);
        Add<byte>(bytes);
    }

    private void Add(int[] values)
    {
        Add<int>([values.Length]);
        Add<int>(values.AsSpan());
    }

    private void Add<T>(ReadOnlySpan<T> values)
        where T : unmanaged => _hash.AppendData(MemoryMarshal.AsBytes(values));

    // Unequal classes, so that averages over classes and over rows differ.
    private static Predictions Probe() => new(
        ["a", "b", "c"],
        ["1", "2", "3", "4", "5", "6"],
        [0, 0, 0, 1, 1, 2],
        [0.7, 0.2, 0.1, 0.5, 0.4, 0.1, 0.2, 0.6, 0.2, 0.3, 0.6, 0.1, 0.6, 0.1, 0.3, 0.3, 0.3, 0.4]);
}
