namespace Fer.Training;

/// <summary>What one pass over the training samples came to.</summary>
/// <param name="Epoch">The number of the pass, from 1.</param>
/// <param name="LearningRate">The learning rate of its steps.</param>
/// <param name="Loss">The average training loss over its steps (class-weighted cross-entropy, without the L2 term).</param>
/// <param name="Accuracy">The share of correct training samples, from 0 to 1, each judged before its own step.</param>
/// <param name="ValidationLoss">The unweighted average cross-entropy over the validation samples after the pass.</param>
/// <param name="ValidationAccuracy">The share of correct validation samples, from 0 to 1.</param>
public sealed record EpochMetrics(
    int Epoch, double LearningRate, double Loss, double Accuracy, double ValidationLoss, double ValidationAccuracy);
