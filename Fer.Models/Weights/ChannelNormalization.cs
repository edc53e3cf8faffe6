namespace Fer.Models;

/// <summary>How pictures were normalised before a network saw them: (value - mean) / deviation for each channel.</summary>
/// <param name="Mean">The mean of each channel, for values from 0 to 1.</param>
/// <param name="Deviation">The standard deviation of each channel, for values from 0 to 1; above 0.</param>
public sealed record ChannelNormalization(IReadOnlyList<float> Mean, IReadOnlyList<float> Deviation)
{
    /// <summary>Red, green and blue over ImageNet, as torchvision's classification networks were trained with.</summary>
    public static ChannelNormalization ImageNet { get; } = new([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);
}
