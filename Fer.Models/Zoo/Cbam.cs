namespace Fer.Models;

/// <summary>
/// The attention of Woo et al., "CBAM: Convolutional block attention module", 2018: first each channel is multiplied by a
/// gate, then each position. A block of C channels has 2 * C * C / 16 + 98 parameters.
/// </summary>
public static class Cbam
{
    /// <summary>Adds the block; "name.channel" and "name.spatial" begin its layers' names.</summary>
    /// <param name="builder">The network so far.</param>
    /// <param name="name">The block's name.</param>
    /// <param name="channels">The channels that the last layer gives.</param>
    /// <param name="reduction">How many times shorter the vector within the channel attention is. Default 16, the paper's.</param>
    public static NetworkBuilder AddCbam(this NetworkBuilder builder, string name, int channels, int reduction = 16)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentOutOfRangeException.ThrowIfLessThan(reduction, 1);
        return builder.AddChannelAttention($"{name}.channel", channels, reduction).AddSpatialAttention($"{name}.spatial");
    }

    /// <summary>
    /// Equation 2: the averages and the maxima of all channels go through the same two layers and are summed. They lie in one
    /// picture of two positions (C x 2 x 1), over which 1x1 convolutions are the two layers.
    /// </summary>
    private static NetworkBuilder AddChannelAttention(this NetworkBuilder builder, string name, int channels, int reduction)
    {
        string input = builder.Last;
        string gates = builder
            .Add($"{name}.avgpool", new AdaptiveAvgPool2d(), input)
            .Add($"{name}.maxpool", new AdaptiveMaxPool2d(), input)
            .Add($"{name}.concat", new Concat(Dimension: 2), $"{name}.avgpool", $"{name}.maxpool")
            .Add($"{name}.fc1", new Conv2d(Math.Max(1, channels / reduction), Kernel: 1, Bias: false))
            .Add($"{name}.relu", new ReLU())
            .Add($"{name}.fc2", new Conv2d(channels, Kernel: 1, Bias: false))
            .Add($"{name}.sum", new GlobalSumPool2d())
            .Add($"{name}.sigmoid", new Sigmoid())
            .Last;
        return builder.Add($"{name}.multiply", new Multiply(), input, gates);
    }

    /// <summary>Equation 3: a 7x7 convolution over the maximum and the mean of all channels at each position.</summary>
    private static NetworkBuilder AddSpatialAttention(this NetworkBuilder builder, string name)
    {
        string input = builder.Last;
        string gates = builder
            .Add($"{name}.pool", new ChannelPool())
            .Add($"{name}.conv", new Conv2d(1, Kernel: 7, Padding: 3, Bias: false))
            .Add($"{name}.sigmoid", new Sigmoid())
            .Last;
        return builder.Add($"{name}.multiply", new Multiply(), input, gates);
    }
}
