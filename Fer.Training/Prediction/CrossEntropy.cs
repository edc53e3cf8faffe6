namespace Fer.Training;

/// <summary>Softmax and its logarithm, in double precision, safe against overflow by taking the largest logit out first.</summary>
internal static class CrossEntropy
{
    /// <summary>-log softmax(logits)[label].</summary>
    public static double Loss(ReadOnlySpan<float> logits, int label) => LogSumExp(logits) - logits[label];

    /// <summary>exp(logits) / sum(exp(logits)).</summary>
    public static void Softmax(ReadOnlySpan<float> logits, Span<double> probabilities)
    {
        double max = Max(logits);
        double sum = 0;
        for (int c = 0; c < logits.Length; c++)
            sum += probabilities[c] = Math.Exp(logits[c] - max);
        for (int c = 0; c < logits.Length; c++)
            probabilities[c] /= sum;
    }

    /// <summary>The class of the largest logit, the first of them when several are equal.</summary>
    public static int ArgMax(ReadOnlySpan<float> logits)
    {
        int best = 0;
        for (int c = 1; c < logits.Length; c++)
        {
            if (logits[c] > logits[best])
                best = c;
        }

        return best;
    }

    private static double LogSumExp(ReadOnlySpan<float> logits)
    {
        double max = Max(logits);
        double sum = 0;
        foreach (float logit in logits)
            sum += Math.Exp(logit - max);
        return max + Math.Log(sum);
    }

    private static double Max(ReadOnlySpan<float> logits) => logits[ArgMax(logits)];
}
