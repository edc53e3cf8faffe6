namespace Fer.Ml;

/// <summary>
/// The readable search for the best split of one feature, which <see cref="SplitFinder"/> is held to; it also serves bundled features.
/// </summary>
internal static unsafe class ReferenceSplitFinder
{
    /// <summary>Finds the best split.</summary>
    /// <param name="histogram">The histogram of the feature's block.</param>
    /// <param name="index">The feature's place in <see cref="BinnedTable.Features"/>.</param>
    /// <param name="feature">The feature.</param>
    /// <param name="sum">The packed sum of the node.</param>
    /// <param name="rows">The rows of the node.</param>
    /// <param name="rules">What a split must keep to.</param>
    public static SplitCandidate Find(long* histogram, int index, BinnedFeature feature, long sum, int rows, in SplitRules rules)
    {
        double gradient = PackedSum.Gradient(sum), hessian = PackedSum.Hessian(sum);
        double least = rules.LeastHessian(sum, rows);
        double bestNumerator = rules.ScoreToBeat(sum), bestDenominator = 1;
        int bestBin = -1;
        long bestSum = 0, left = 0;
        for (int bin = 0; bin < feature.Bins - 1; bin++)
        {
            left += SumOf(histogram, feature, bin, sum);
            double leftGradient = PackedSum.Gradient(left), leftHessian = PackedSum.Hessian(left);
            if (leftHessian < least || hessian - leftHessian < least)
                continue;

            // l^2 / a + r^2 / b > best without a division.
            double l = Math.Max(Math.Abs(leftGradient) - rules.RegAlpha, 0);
            double r = Math.Max(Math.Abs(gradient - leftGradient) - rules.RegAlpha, 0);
            double a = leftHessian + rules.RegLambda, b = hessian - leftHessian + rules.RegLambda;
            double numerator = l * l * b + r * r * a, denominator = a * b;
            if (numerator * bestDenominator > bestNumerator * denominator)
                (bestNumerator, bestDenominator, bestBin, bestSum) = (numerator, denominator, bin, left);
        }

        return bestBin < 0 ? SplitCandidate.None : new SplitCandidate(bestNumerator / bestDenominator, index, bestBin, bestSum);
    }

    private static long SumOf(long* histogram, BinnedFeature feature, int bin, long sum)
    {
        long* column = histogram + feature.Column % BinnedTable.BlockColumns;
        if (feature.Stored(bin) is >= 0 and int stored)
            return column[stored * BinnedTable.BlockColumns];

        // A bundle's default bin holds what the other bins leave.
        for (int other = 0; other < feature.Bins; other++)
        {
            if (other != bin)
                sum -= column[feature.Stored(other) * BinnedTable.BlockColumns];
        }

        return sum;
    }
}
