namespace Fer.Training;

/// <summary>
/// How long and how fast to train. What a step does (batch size, optimiser, L2, class weights) is in <see cref="TrainingOptions"/>.
/// </summary>
public sealed record TrainerOptions
{
    /// <summary>The most passes over the training samples, at least 1. Default 1, as in Keras.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>The learning rate of the first step; a finite number of at least 0. Default 0.001.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The seed of the order of the samples and of the batches' augmentation. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Changes each training batch, such as mixup and CutMix, with random numbers of its own by seed, epoch and batch. The
    /// history's training accuracy is then that against each mixed target's most probable class. Default null: none.
    /// </summary>
    public IBatchAugmentation? BatchAugmentation { get; init; }

    /// <summary>
    /// Write a checkpoint each time so many steps have been taken, beside the one at each epoch's end; at least 1. Default 200.
    /// It has no influence on the result.
    /// </summary>
    public int CheckpointInterval { get; init; } = 200;

    /// <summary>
    /// How many steps to run before looking up (Keras' <c>steps_per_execution</c>), at least 1. Default 1. The metrics are read,
    /// checkpoints written and cancellation answered between such groups only; a group of 16 or so keeps a GPU from waiting.
    /// It decides the order in which losses are summed, so the history's last digits, but not the weights.
    /// </summary>
    public int StepsPerExecution { get; init; } = 1;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(LearningRate);
        if (!double.IsFinite(LearningRate))
            throw new ArgumentOutOfRangeException(nameof(LearningRate), LearningRate, "A learning rate is a finite number.");
        ArgumentOutOfRangeException.ThrowIfLessThan(CheckpointInterval, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(StepsPerExecution, 1);
    }
}
