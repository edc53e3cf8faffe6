namespace Fer;

/// <summary>
/// Changes a whole batch at random, inputs and targets together, for training only. The random numbers decide everything.
/// </summary>
public interface IBatchAugmentation
{
    /// <summary>Changes the batch in place; the targets of each sample stay probabilities that sum to 1.</summary>
    /// <param name="batch">The samples and their targets, in random order.</param>
    /// <param name="random">The batch's own random stream.</param>
    void Apply(Batch batch, ref RandomGenerator random);
}
