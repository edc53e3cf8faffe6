namespace Fer.Evaluation;

/// <summary>One epoch of a training history, as learning curves show it. Figures that were not taken are NaN.</summary>
/// <param name="Epoch">The epoch, as it shall stand on the axis (usually from 1).</param>
/// <param name="Loss">The average loss on the training data.</param>
/// <param name="Accuracy">The accuracy on the training data, from 0 to 1.</param>
/// <param name="ValidationLoss">The average loss on the validation data.</param>
/// <param name="ValidationAccuracy">The accuracy on the validation data, from 0 to 1.</param>
/// <param name="LearningRate">The learning rate of the epoch.</param>
public sealed record EpochPoint(
    int Epoch, double Loss, double Accuracy, double ValidationLoss, double ValidationAccuracy, double LearningRate);
