namespace Fer.Models;

/// <summary>
/// The squeeze-and-excitation block of Hu et al., "Squeeze-and-excitation networks", 2018: each channel is multiplied by a gate
/// that two fully connected layers (1x1 convolutions) draw from the averages of all channels. Names are torchvision's.
/// </summary>
public static class SqueezeExcitation
{
    /// <summary>Adds the block.</summary>
    /// <param name="builder">The network so far.</param>
    /// <param name="name">The block's name, the beginning of its layers' names.</param>
    /// <param name="channels">The channels that the last layer gives.</param>
    /// <param name="squeezeChannels">The length of the vector between the two layers.</param>
    /// <param name="gate">What makes gates of the second layer's outputs; null for <see cref="Sigmoid"/>, as in the paper.</param>
    public static NetworkBuilder AddSqueezeExcitation(
        this NetworkBuilder builder, string name, int channels, int squeezeChannels, Layer? gate = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        string input = builder.Last;
        string gates = builder
            .Add($"{name}.avgpool", new AdaptiveAvgPool2d())
            .Add($"{name}.fc1", new Conv2d(squeezeChannels, Kernel: 1))
            .Add($"{name}.activation", new ReLU())
            .Add($"{name}.fc2", new Conv2d(channels, Kernel: 1))
            .Add($"{name}.scale_activation", gate ?? new Sigmoid())
            .Last;
        return builder.Add($"{name}.multiply", new Multiply(), input, gates);
    }
}
