namespace Fer;

/// <summary>Sums over training steps, from which averages follow.</summary>
/// <param name="Samples">The number of samples.</param>
/// <param name="LossSum">The class-weighted cross-entropy, summed over samples (without the L2 term).</param>
/// <param name="WeightSum">
/// The class weights, summed over samples; without class weights, and in batches with soft targets, the number of samples.
/// </param>
/// <param name="Correct">Samples whose most probable class was the target's.</param>
public readonly record struct TrainingMetrics(long Samples, double LossSum, double WeightSum, long Correct)
{
    /// <summary>The average loss, as PyTorch's weighted <c>CrossEntropyLoss</c>.</summary>
    public double Loss => LossSum / WeightSum;

    /// <summary>The share of correct samples.</summary>
    public double Accuracy => (double)Correct / Samples;

    /// <summary>Adds two sums.</summary>
    public static TrainingMetrics operator +(TrainingMetrics a, TrainingMetrics b) => Add(a, b);

    /// <summary>Adds two sums.</summary>
    public static TrainingMetrics Add(TrainingMetrics a, TrainingMetrics b) =>
        new(a.Samples + b.Samples, a.LossSum + b.LossSum, a.WeightSum + b.WeightSum, a.Correct + b.Correct);
}
