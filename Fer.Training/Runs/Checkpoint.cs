namespace Fer.Training;

/// <summary>Everything a run needs to continue with the same bits.</summary>
internal sealed record Checkpoint
{
    /// <summary>The fingerprint of the run's settings.</summary>
    public required string Settings { get; init; }

    /// <summary>The seed of the order of the samples.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The number of training samples.</summary>
    public required int Samples { get; init; }

    /// <summary>The most samples per step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The epoch under way, from 0; the number of epochs if all are done.</summary>
    public required int Epoch { get; init; }

    /// <summary>The next batch of the epoch.</summary>
    public required int Batch { get; init; }

    /// <summary>The steps taken so far.</summary>
    public required long Step { get; init; }

    /// <summary>The sums over the epoch's steps so far.</summary>
    public required TrainingMetrics Sums { get; init; }

    /// <summary>The learning rate of the next step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>How many nodes at the network's beginning do not learn in the next step.</summary>
    public required int FrozenNodes { get; init; }

    /// <summary>Whether a callback has ended the training.</summary>
    public required bool StopTraining { get; init; }

    /// <summary>The callbacks' states, in their order: a name and a JSON object each.</summary>
    public required IReadOnlyList<(string Name, string State)> Callbacks { get; init; }

    /// <summary>The epochs done.</summary>
    public required IReadOnlyList<EpochMetrics> History { get; init; }

    /// <summary>The network's weights and statistics.</summary>
    public required IReadOnlyDictionary<string, Tensor> Weights { get; init; }

    /// <summary>The optimiser's state.</summary>
    public required IReadOnlyDictionary<string, Tensor> OptimizerState { get; init; }
}
