using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fer.Ml;

/// <summary>The search for the best split of a block without bundles, eight features at a time.</summary>
internal static unsafe class SplitFinder
{
    // Whole numbers of 32 bits in 64-bit lanes become doubles by way of 2^52's bits.
    private const long Exponent = 0x4330000000000000;
    private const double Unsigned = 1L << 52;
    private const double Signed = (1L << 52) + (1L << 31);

    /// <summary>Takes a node's histogram from its parent's; what remains is the sibling's.</summary>
    public static void Subtract(long* parent, long* child, int length)
    {
        for (int i = 0; i < length; i += Vector512<long>.Count)
            (Vector512.Load(parent + i) - Vector512.Load(child + i)).Store(parent + i);
    }

    /// <summary>Finds the best split of a node among a block's features.</summary>
    /// <param name="histogram">The node's histogram of the block.</param>
    /// <param name="block">The block.</param>
    /// <param name="features">All features.</param>
    /// <param name="use">Whether each feature may be used; null for all.</param>
    /// <param name="sum">The packed sum of the node.</param>
    /// <param name="rows">The rows of the node.</param>
    /// <param name="rules">What a split must keep to.</param>
    [SkipLocalsInit]
    public static SplitCandidate Find(
        long* histogram, BinnedBlock block, IReadOnlyList<BinnedFeature> features, bool[]? use, long sum, int rows, in SplitRules rules)
    {
        Vector512<double> gradient = Vector512.Create((double)PackedSum.Gradient(sum));
        Vector512<double> hessian = Vector512.Create((double)PackedSum.Hessian(sum));
        Vector512<double> least = Vector512.Create(rules.LeastHessian(sum, rows));
        Vector512<double> most = hessian - least;
        Vector512<double> alpha = Vector512.Create(rules.RegAlpha), lambda = Vector512.Create(rules.RegLambda);
        Vector512<long> left = Vector512<long>.Zero, bestSum = Vector512<long>.Zero, bestBin = Vector512.Create(-1L);
        Vector512<double> bestNumerator = Vector512.Create(rules.ScoreToBeat(sum)), bestDenominator = Vector512<double>.One;
        for (int bin = 0; bin < block.Bins - 1; bin++)
        {
            left += Vector512.Load(histogram + bin * Vector512<long>.Count);
            Vector512<double> leftHessian =
                ((left & Vector512.Create(0xFFFFFFFFL)) | Vector512.Create(Exponent)).AsDouble() - Vector512.Create(Unsigned);
            Vector512<double> leftGradient =
                (((left >>> 32) ^ Vector512.Create(0x80000000L)) | Vector512.Create(Exponent)).AsDouble() - Vector512.Create(Signed);
            Vector512<double> l = Vector512.Max(Vector512.Abs(leftGradient) - alpha, Vector512<double>.Zero);
            Vector512<double> r = Vector512.Max(Vector512.Abs(gradient - leftGradient) - alpha, Vector512<double>.Zero);
            Vector512<double> a = leftHessian + lambda, b = hessian - leftHessian + lambda;
            Vector512<double> numerator = l * l * b + r * r * a, denominator = a * b;
            Vector512<double> better = Vector512.GreaterThan(numerator * bestDenominator, bestNumerator * denominator)
                & Vector512.GreaterThanOrEqual(leftHessian, least) & Vector512.LessThanOrEqual(leftHessian, most);
            bestNumerator = Vector512.ConditionalSelect(better, numerator, bestNumerator);
            bestDenominator = Vector512.ConditionalSelect(better, denominator, bestDenominator);
            bestSum = Vector512.ConditionalSelect(better.AsInt64(), left, bestSum);
            bestBin = Vector512.ConditionalSelect(better.AsInt64(), Vector512.Create((long)bin), bestBin);
        }

        Vector512<double> score = bestNumerator / bestDenominator;
        SplitCandidate best = SplitCandidate.None;
        for (int i = 0; i < block.FeatureCount; i++)
        {
            int feature = block.FirstFeature + i;
            if (bestBin[i] >= 0 && (use is null || use[feature]))
                best = SplitCandidate.Better(best, new SplitCandidate(score[i], feature, (int)bestBin[i], bestSum[i]), features);
        }

        return best;
    }
}
