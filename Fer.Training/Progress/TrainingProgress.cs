namespace Fer.Training;

/// <summary>How far a training run has come.</summary>
/// <param name="Phase">What it is doing.</param>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">The most epochs there will be.</param>
/// <param name="Step">The batches of this phase that are done.</param>
/// <param name="StepsInEpoch">The batches of this phase in one epoch.</param>
/// <param name="Loss">The average loss of this phase so far.</param>
/// <param name="Accuracy">The accuracy of this phase so far, from 0 to 1.</param>
/// <param name="ImagesPerSecond">The pace of this phase since the run started or was resumed.</param>
/// <param name="Remaining">The time left if all epochs are run; null while it cannot be told yet.</param>
public readonly record struct TrainingProgress(
    TrainingPhase Phase,
    int Epoch,
    int Epochs,
    int Step,
    int StepsInEpoch,
    double Loss,
    double Accuracy,
    double ImagesPerSecond,
    TimeSpan? Remaining);
