namespace Fer.Models;

/// <summary>
/// The 18-layer <see cref="ResNet"/> for small faces: the stem is a 3x3 convolution of stride 1 without max pool, so that the
/// first stage sees 48-pixel faces at full resolution and the last one at 6x6 (He et al. do the same on 32-pixel pictures).
/// 11,171,271 parameters for 7 classes and one channel.
/// </summary>
public static class FerResNet
{
    /// <summary>The name by which the zoo knows it.</summary>
    public const string Name = "fer-resnet";

    /// <summary>Defines the network. The features are the averages over all positions of the last stage (512 values).</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="input">The shape of one picture; null for 1x48x48. Any size will do.</param>
    /// <param name="baseChannels">The channels of the first stage; each further stage has twice as many. Default 64.</param>
    /// <param name="stochasticDepth">
    /// How often the last residual block is dropped while training, from 0 (never, the default) to 1 (excluded); those before
    /// it less often, in proportion to their depth (Huang et al., "Deep networks with stochastic depth", 2016).
    /// </param>
    /// <exception cref="NetworkDefinitionException">A value is out of its range.</exception>
    public static NetworkDefinition Create(
        int classes = 7, TensorShape? input = null, int baseChannels = 64, double stochasticDepth = 0) =>
        new NetworkBuilder(Name, input ?? new TensorShape(1, 48, 48))
            .Add("conv1", new Conv2d(baseChannels, Kernel: 3, Padding: 1, Bias: false))
            .Add("bn1", new BatchNorm())
            .Add("relu", new ReLU())
            .AddResidualStages(
                ResidualBlocks.AddBasicBlock,
                inChannels: baseChannels,
                [(baseChannels, 2), (2 * baseChannels, 2), (4 * baseChannels, 2), (8 * baseChannels, 2)],
                stochasticDepth)
            .Add("avgpool", new AdaptiveAvgPool2d())
            .Add("flatten", new Flatten())
            .Add("fc", new Linear(classes))
            .Build(featureLayer: "flatten");
}
