namespace Fer.Engine;

/// <summary>
/// Softmax and cross-entropy with class weights, as PyTorch's <c>CrossEntropyLoss</c>: for targets t and class weights w
/// the loss is <c>-sum w[c] t'[c] log softmax(z)[c]</c> over samples and classes, where label smoothing s makes
/// <c>t' = (1 - s) t + s / classes</c>. It is divided by <c>sum w[c] t[c]</c> if each sample has one class (PyTorch's class
/// indices), and by the number of samples if any target is soft (PyTorch's class probabilities).
/// </summary>
internal static unsafe class SoftmaxCrossEntropy
{
    /// <summary>Computes loss sums and the gradient by the logits, in double precision.</summary>
    /// <param name="logits">count x classes.</param>
    /// <param name="targets">count x classes.</param>
    /// <param name="classWeights">A weight per class, or null.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="labelSmoothing">The share of each target that is spread evenly over the classes.</param>
    /// <param name="gradient">Receives count x classes values.</param>
    public static TrainingMetrics Compute(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, float[]? classWeights, int classes, double labelSmoothing,
        Span<float> gradient)
    {
        int count = logits.Length / classes;
        double weightSum = classWeights is null || IsSoft(targets) ? count : WeightSum(targets, classWeights);
        double lossSum = 0;
        int correct = 0;
        for (int n = 0; n < count; n++)
        {
            ReadOnlySpan<float> row = logits.Slice(n * classes, classes);
            ReadOnlySpan<float> target = targets.Slice(n * classes, classes);
            double maximum = double.NegativeInfinity;
            foreach (float z in row)
                maximum = Math.Max(maximum, z);
            double sum = 0;
            foreach (float z in row)
                sum += Math.Exp(z - maximum);
            double logSum = maximum + Math.Log(sum);

            double sampleWeight = 0;
            double spread = labelSmoothing / classes;
            double Smoothed(float t) => (1 - labelSmoothing) * t + spread;
            for (int c = 0; c < classes; c++)
            {
                double weight = Smoothed(target[c]) * (classWeights is null ? 1.0 : classWeights[c]);
                sampleWeight += weight;
                if (weight != 0)
                    lossSum += weight * (logSum - row[c]);
            }

            for (int c = 0; c < classes; c++)
            {
                double weight = Smoothed(target[c]) * (classWeights is null ? 1.0 : classWeights[c]);
                gradient[n * classes + c] = (float)((sampleWeight * Math.Exp(row[c] - logSum) - weight) / weightSum);
            }

            if (IndexOfMax(row) == IndexOfMax(target))
                correct++;
        }

        return new TrainingMetrics(count, lossSum, weightSum, correct);
    }

    private static bool IsSoft(ReadOnlySpan<float> targets)
    {
        foreach (float target in targets)
        {
            if (target is not (0 or 1))
                return true;
        }

        return false;
    }

    private static double WeightSum(ReadOnlySpan<float> targets, float[] classWeights)
    {
        double sum = 0;
        for (int i = 0; i < targets.Length; i++)
            sum += targets[i] * (double)classWeights[i % classWeights.Length];
        return sum;
    }

    private static int IndexOfMax(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best])
                best = i;
        }

        return best;
    }
}
