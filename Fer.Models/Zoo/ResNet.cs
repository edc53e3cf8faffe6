namespace Fer.Models;

/// <summary>
/// The residual networks of He et al., "Deep residual learning for image recognition", 2016, Table 1, with torchvision's
/// parameter names. For 1000 classes they have 11,689,512 (18 layers), 21,797,672 (34) and 25,557,032 (50) parameters.
/// </summary>
/// <remarks>
/// Any number of channels and any size of pictures will do. The features are the averages over all positions of the last
/// stage: 512 values, of the 50-layer network 2048.
/// </remarks>
public static class ResNet
{
    /// <summary>The name by which the zoo knows the 18-layer network.</summary>
    public const string Name18 = "resnet18";

    /// <summary>The name by which the zoo knows the 34-layer network.</summary>
    public const string Name34 = "resnet34";

    /// <summary>The name by which the zoo knows the 50-layer network.</summary>
    public const string Name50 = "resnet50";

    /// <summary>Defines the 18-layer network.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="input">The shape of one picture; null for 3x224x224.</param>
    /// <param name="stochasticDepth">
    /// How often the last residual block is dropped while training, from 0 (never, the default) to 1 (excluded); those before
    /// it less often, in proportion to their depth (Huang et al., "Deep networks with stochastic depth", 2016).
    /// </param>
    /// <exception cref="NetworkDefinitionException">A value is out of its range.</exception>
    public static NetworkDefinition Create18(int classes = 1000, TensorShape? input = null, double stochasticDepth = 0) =>
        Create(Name18, ResidualBlocks.AddBasicBlock, [(64, 2), (128, 2), (256, 2), (512, 2)], classes, input, stochasticDepth);

    /// <summary>Defines the 34-layer network.</summary>
    /// <inheritdoc cref="Create18" path="/*[not(self::summary)]"/>
    public static NetworkDefinition Create34(int classes = 1000, TensorShape? input = null, double stochasticDepth = 0) =>
        Create(Name34, ResidualBlocks.AddBasicBlock, [(64, 3), (128, 4), (256, 6), (512, 3)], classes, input, stochasticDepth);

    /// <summary>Defines the 50-layer network.</summary>
    /// <inheritdoc cref="Create18" path="/*[not(self::summary)]"/>
    public static NetworkDefinition Create50(int classes = 1000, TensorShape? input = null, double stochasticDepth = 0) =>
        Create(Name50, ResidualBlocks.AddBottleneck, [(256, 3), (512, 4), (1024, 6), (2048, 3)], classes, input, stochasticDepth);

    private static NetworkDefinition Create(
        string name, ResidualStages.AddBlock addBlock, (int Channels, int Blocks)[] stages,
        int classes, TensorShape? input, double stochasticDepth) =>
        new NetworkBuilder(name, input ?? new TensorShape(3, 224, 224))
            .Add("conv1", new Conv2d(64, Kernel: 7, Stride: 2, Padding: 3, Bias: false))
            .Add("bn1", new BatchNorm())
            .Add("relu", new ReLU())
            .Add("maxpool", new MaxPool2d(Kernel: 3, Stride: 2, Padding: 1))
            .AddResidualStages(addBlock, inChannels: 64, stages, stochasticDepth)
            .Add("avgpool", new AdaptiveAvgPool2d())
            .Add("flatten", new Flatten())
            .Add("fc", new Linear(classes))
            .Build(featureLayer: "flatten");
}
