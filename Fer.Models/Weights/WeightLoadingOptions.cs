namespace Fer.Models;

/// <summary>How far weights may be fitted to a network that differs from the one they were saved from.</summary>
public sealed record WeightLoadingOptions
{
    /// <summary>The file's name, for messages.</summary>
    public string File { get; init; } = "weights";

    /// <summary>
    /// Whether first names that all tensors share and the network has not are taken off, such as the <c>module.</c> of
    /// PyTorch's DataParallel. Default true.
    /// </summary>
    public bool StripPrefix { get; init; } = true;

    /// <summary>
    /// Whether the classifier head (the last layer that has parameters) is drawn anew where the file has none or one of
    /// another class count. A head that fits is taken from the file all the same. Default false: it is an error.
    /// </summary>
    public bool ReinitializeHead { get; init; }

    /// <summary>The seed of a head that is drawn anew, as for <see cref="WeightInitializer.Initialize"/>. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Whether a first convolution with weights for several channels is fitted to a network of one input channel by summing
    /// them, which gives for a grey picture what the original gives for the same picture in each channel. Default false.
    /// </summary>
    public bool SumInputChannels { get; init; }

    /// <summary>
    /// The normalisation that the weights were trained with, to be folded into the first convolution, so that the network
    /// takes values from 0 to 1 as they are; null (the default) to leave the weights alone.
    /// </summary>
    /// <remarks>
    /// The weights are divided by the deviations; what the means add is taken from the convolution's bias or, where it has
    /// none, added to the running mean of the batch normalisation after it. This is exact wherever the kernel lies within the
    /// picture. In the padding it is not: zeros there stand for black now, and stood for the mean before.
    /// </remarks>
    public ChannelNormalization? FoldNormalization { get; init; }
}
