namespace Fer.Models;

/// <summary>
/// The two residual blocks of He et al., "Deep residual learning for image recognition", 2016, Figure 5: what the
/// convolutions make of the input is added to the input itself. Names are torchvision's.
/// </summary>
/// <remarks>
/// Where the block changes channels or resolution, a 1x1 convolution with batch norm brings the input into shape. With
/// stochastic depth the convolutions' part is dropped at times while training (Huang et al., 2016).
/// </remarks>
public static class ResidualBlocks
{
    /// <summary>Adds two 3x3 convolutions and the shortcut around them.</summary>
    /// <param name="builder">The network so far.</param>
    /// <param name="name">The block's name, the beginning of its layers' names: "layer1.0".</param>
    /// <param name="inChannels">The channels that the last layer gives.</param>
    /// <param name="channels">The channels that the block gives.</param>
    /// <param name="stride">The step of the first 3x3 convolution.</param>
    /// <param name="stochasticDepth">How often the block is dropped while training, from 0 to 1 (excluded).</param>
    public static NetworkBuilder AddBasicBlock(
        this NetworkBuilder builder, string name, int inChannels, int channels, int stride = 1, double stochasticDepth = 0)
    {
        ArgumentNullException.ThrowIfNull(builder);
        string input = builder.Last;
        return builder
            .Add($"{name}.conv1", new Conv2d(channels, Kernel: 3, stride, Padding: 1, Bias: false))
            .Add($"{name}.bn1", new BatchNorm())
            .Add($"{name}.relu1", new ReLU())
            .Add($"{name}.conv2", new Conv2d(channels, Kernel: 3, Padding: 1, Bias: false))
            .Add($"{name}.bn2", new BatchNorm())
            .AddShortcut(name, input, inChannels, channels, stride, stochasticDepth)
            .Add($"{name}.relu2", new ReLU());
    }

    /// <summary>
    /// Adds a 3x3 convolution between two of 1x1, which narrow the channels to a quarter and widen them again, and the
    /// shortcut around them. As in torchvision the 3x3 convolution takes the stride, not the first one as in the paper.
    /// </summary>
    /// <inheritdoc cref="AddBasicBlock" path="/param"/>
    public static NetworkBuilder AddBottleneck(
        this NetworkBuilder builder, string name, int inChannels, int channels, int stride = 1, double stochasticDepth = 0)
    {
        ArgumentNullException.ThrowIfNull(builder);
        string input = builder.Last;
        int width = channels / 4;
        return builder
            .Add($"{name}.conv1", new Conv2d(width, Kernel: 1, Bias: false))
            .Add($"{name}.bn1", new BatchNorm())
            .Add($"{name}.relu1", new ReLU())
            .Add($"{name}.conv2", new Conv2d(width, Kernel: 3, stride, Padding: 1, Bias: false))
            .Add($"{name}.bn2", new BatchNorm())
            .Add($"{name}.relu2", new ReLU())
            .Add($"{name}.conv3", new Conv2d(channels, Kernel: 1, Bias: false))
            .Add($"{name}.bn3", new BatchNorm())
            .AddShortcut(name, input, inChannels, channels, stride, stochasticDepth)
            .Add($"{name}.relu3", new ReLU());
    }

    private static NetworkBuilder AddShortcut(
        this NetworkBuilder builder, string name, string input, int inChannels, int channels, int stride, double stochasticDepth)
    {
        if (stochasticDepth != 0)
            builder.Add($"{name}.stochastic_depth", new StochasticDepth(stochasticDepth));
        string residual = builder.Last, shortcut = input;
        if (stride != 1 || inChannels != channels)
        {
            shortcut = builder
                .Add($"{name}.downsample.0", new Conv2d(channels, Kernel: 1, stride, Bias: false), input)
                .Add($"{name}.downsample.1", new BatchNorm())
                .Last;
        }

        return builder.Add($"{name}.add", new Add(), residual, shortcut);
    }
}
