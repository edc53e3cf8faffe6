namespace Fer;

/// <summary>How a network learns.</summary>
public sealed record TrainingOptions
{
    /// <summary>The most samples per step. Default 64.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>The seed of dropout and of everything else random inside the network. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>The optimiser. Default Adam with its authors' settings.</summary>
    public AdamOptions Optimizer { get; init; } = new();

    /// <summary>
    /// The L2 coefficient as Keras has it: adds <c>L2 * sum(w^2)</c> over the kernels (not biases, not normalisations) to the
    /// loss, and so <c>2 * L2 * w</c> to their gradients. Default 0; the Robu et al. paper uses 0.0003.
    /// </summary>
    public double L2 { get; init; }

    /// <summary>
    /// A weight per class in the loss, as in PyTorch's <c>CrossEntropyLoss</c>: the batch's loss is the weighted average; with
    /// soft targets, each class's share in the sum is weighted, and the sum divided by the number of samples.
    /// Default null: all classes count alike.
    /// </summary>
    public IReadOnlyList<float>? ClassWeights { get; init; }

    /// <summary>
    /// The share of each target that is spread evenly over all classes (Szegedy et al., "Rethinking the Inception
    /// architecture", 2016), as in PyTorch's <c>CrossEntropyLoss</c>: from 0 (the default) to 1.
    /// </summary>
    public double LabelSmoothing { get; init; }

    /// <summary>
    /// How many nodes at the network's beginning do not learn (<see cref="FreezeRatio"/> counts them). They run as in
    /// prediction, take no gradients and no optimiser state, and the backward pass stops behind them. Default 0.
    /// </summary>
    public int FrozenNodes { get; init; }

    /// <summary>
    /// The learning rate of all layers but the head (the last one with parameters), as a factor of the head's. Default 1.
    /// </summary>
    public double BackboneLearningRate { get; init; } = 1;
}
