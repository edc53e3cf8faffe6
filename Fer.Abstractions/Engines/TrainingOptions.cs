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
    /// A weight per class in the loss, as in PyTorch's <c>CrossEntropyLoss</c>: the batch's loss is the weighted average.
    /// Default null: all classes count alike.
    /// </summary>
    public IReadOnlyList<float>? ClassWeights { get; init; }
}
