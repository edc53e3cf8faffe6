namespace Fer;

/// <summary>
/// Drops a whole residual branch at random while training, for each sample by itself, and scales the others by 1 / (1 - rate)
/// (Huang et al., "Deep networks with stochastic depth", 2016), as torchvision's <c>StochasticDepth</c> in row mode; passes
/// everything on otherwise.
/// </summary>
/// <param name="Rate">The share of samples set to zero: from 0 (included) to 1 (excluded).</param>
public sealed record StochasticDepth(double Rate) : Layer
{
    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs) =>
        Rate is >= 0 and < 1
            ? Single(inputs)
            : throw new NetworkDefinitionException($"{this}: the rate is from 0 (included) to 1 (excluded).");
}
