namespace Fer.Ml;

/// <summary>What the trees of a forest say of the rows they have not seen.</summary>
/// <param name="Score">
/// The part of the rows that are predicted rightly by the trees that have not drawn them; rows that every tree has drawn are left out
/// (scikit-learn counts them as predictions of the first class). NaN if there are no others.
/// </param>
/// <param name="DecisionFunction">Rows x classes, the probabilities; NaN in rows that every tree has drawn.</param>
public sealed record OutOfBag(double Score, IReadOnlyList<double> DecisionFunction)
{
    /// <summary>Divides the sums of the trees' distributions.</summary>
    internal static OutOfBag Create(double[] sums, int[] labels, int classes)
    {
        int predicted = 0, right = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            Span<double> scores = sums.AsSpan(row * classes, classes);
            double sum = 0;
            int best = 0;
            for (int c = 0; c < classes; c++)
            {
                sum += scores[c];
                if (scores[c] > scores[best])
                    best = c;
            }

            if (sum > 0)
            {
                predicted++;
                right += best == labels[row] ? 1 : 0;
            }

            foreach (ref double score in scores)
                score /= sum;
        }

        return new OutOfBag((double)right / predicted, sums);
    }
}
