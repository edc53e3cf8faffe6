namespace Fer;

/// <summary>
/// Sets values to zero at random while training and scales the rest by 1 / (1 - rate), so that the expected sum stays
/// (Srivastava et al., 2014); passes everything on otherwise.
/// </summary>
/// <param name="Rate">The share of values set to zero: from 0 (included) to 1 (excluded).</param>
public sealed record Dropout(double Rate) : Layer
{
    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs) =>
        Rate is >= 0 and < 1
            ? Single(inputs)
            : throw new NetworkDefinitionException($"{this}: the rate is from 0 (included) to 1 (excluded).");
}
