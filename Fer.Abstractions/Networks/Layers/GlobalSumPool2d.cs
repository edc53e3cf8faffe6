namespace Fer;

/// <summary>The sum over all positions of each channel: C x H x W becomes C x 1 x 1.</summary>
public sealed record GlobalSumPool2d : Layer
{
    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs) => new(Single(inputs).Channels);
}
