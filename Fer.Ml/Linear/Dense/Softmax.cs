namespace Fer.Ml;

/// <summary>Scores to probabilities.</summary>
internal static class Softmax
{
    /// <summary>Replaces scores by exp(score) / sum of exp; a score of negative infinity becomes 0.</summary>
    /// <param name="scores">The scores of a row, at least one of them finite.</param>
    public static void Normalize(Span<double> scores)
    {
        double greatest = double.NegativeInfinity;
        foreach (double score in scores)
            greatest = Math.Max(greatest, score);
        double sum = 0;
        foreach (ref double score in scores)
        {
            score = Math.Exp(score - greatest);
            sum += score;
        }

        foreach (ref double score in scores)
            score /= sum;
    }

    /// <summary>Normalises each row of so many classes.</summary>
    public static void NormalizeRows(Span<double> scores, int classes)
    {
        for (int first = 0; first < scores.Length; first += classes)
            Normalize(scores.Slice(first, classes));
    }
}
