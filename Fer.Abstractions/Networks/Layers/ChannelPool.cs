namespace Fer;

/// <summary>
/// The maximum and the mean over the channels at each position, in this order: C x H x W becomes 2 x H x W (Woo et al., "CBAM:
/// Convolutional block attention module", 2018, the input of its spatial attention).
/// </summary>
public sealed record ChannelPool : Layer
{
    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs) => Single(inputs) with { Channels = 2 };
}
