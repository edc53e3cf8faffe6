namespace Fer.Training;

/// <summary>
/// Unfreezes a network step by step from its head backwards (Howard and Ruder, "Universal language model fine-tuning for text
/// classification", 2018, section 3.3), starting from what is frozen when training begins.
/// </summary>
/// <remarks>
/// It remembers nothing: which step is due follows from the epoch, and what is frozen is kept in the run's checkpoints. Layers that
/// begin to learn start with an optimiser state of their own (<see cref="ITrainableNetwork.Freeze"/>).
/// </remarks>
public sealed class GradualUnfreezing : ITrainingCallback
{
    private readonly int _epochsPerStep;
    private readonly double _share;

    /// <summary>Sets the rule.</summary>
    /// <param name="epochsPerStep">How many epochs pass between two steps, and before the first one; at least 1. Default 1.</param>
    /// <param name="share">
    /// The share of the weight layers before the head that each step unfreezes, above 0 and at most 1; rounded, at least one layer.
    /// Default a quarter: the paper's network had four layers below the head, and unfroze one at a time.
    /// </param>
    public GradualUnfreezing(int epochsPerStep = 1, double share = 0.25)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochsPerStep, 1);
        if (!(share is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share is above 0 and at most 1.");
        _epochsPerStep = epochsPerStep;
        _share = share;
    }

    /// <inheritdoc/>
    public void OnEpochEnd(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Metrics.Epoch % _epochsPerStep == 0 && context.FrozenNodes > 0)
            context.FrozenNodes = Next(context.Network, context.FrozenNodes);
    }

    private int Next(NetworkDefinition network, int frozenNodes)
    {
        IReadOnlyList<int> layers = FreezeRatio.WeightLayers(network);
        int backbone = layers.Count - 1;
        int frozen = layers.Count(node => node < frozenNodes);
        int left = Math.Max(0, frozen - Math.Max(1, (int)Math.Round(_share * backbone)));
        return left == 0 ? 0 : FreezeRatio.FrozenNodes(network, (double)left / backbone);
    }
}
