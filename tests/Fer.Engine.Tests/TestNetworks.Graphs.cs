using Fer.Models;

namespace Fer.Engine.Tests;

/// <summary>The other layers on odd sizes, and graphs that are more than a chain.</summary>
internal static partial class TestNetworks
{
    public static Dictionary<string, NetworkDefinition> Graphs { get; } = new NetworkDefinition[][]
    {
        Convolutions(), WinogradConvolutions(), Pools(), Activations(), Blocks(), SharedValues(), Flattened(), Ends(),
    }.SelectMany(networks => networks).ToDictionary(network => network.Name);

    private static NetworkDefinition[] Convolutions() =>
    [
        Convolution("depthwise3x3", new TensorShape(9, 7, 5), Depthwise(9, 3)),
        Convolution("depthwise3x3-wide", new TensorShape(33, 5, 6), Depthwise(33, 3)),
        Convolution("depthwise3x3-stride2", new TensorShape(17, 8, 9), Depthwise(17, 3, stride: 2)),
        Convolution("depthwise3x3-no-padding", new TensorShape(5, 6, 5), new Conv2d(5, Kernel: 3, Groups: 5, Bias: false)),
        Convolution("depthwise5x5", new TensorShape(33, 7, 6), Depthwise(33, 5)),
        Convolution("depthwise5x5-stride2", new TensorShape(5, 9, 11), Depthwise(5, 5, stride: 2)),
        Convolution("depthwise5x5-small-picture", new TensorShape(3, 2, 1), Depthwise(3, 5)),
        Convolution("depthwise7x7", new TensorShape(3, 7, 8), Depthwise(3, 7)),
        Convolution("depthwise3x3-dilated", new TensorShape(17, 7, 9), new Conv2d(17, Kernel: 3, Padding: 2, Groups: 17, Dilation: 2)),
        Convolution("depthwise1x1", new TensorShape(5, 3, 4), Depthwise(5, 1)),
        Convolution("multiplier3", new TensorShape(5, 5, 7), new Conv2d(15, Kernel: 3, Padding: 1, Groups: 5)),
        Convolution("multiplier2-stride2", new TensorShape(9, 7, 6), new Conv2d(18, Kernel: 5, Stride: 2, Padding: 2, Groups: 9)),
        Convolution("grouped3x3", new TensorShape(9, 5, 7), new Conv2d(15, Kernel: 3, Padding: 1, Groups: 3)),
        Convolution("grouped3x3-wide", new TensorShape(34, 4, 5), new Conv2d(66, Kernel: 3, Padding: 1, Groups: 2)),
        Convolution("grouped5x5-stride2", new TensorShape(6, 7, 9), new Conv2d(4, Kernel: 5, Stride: 2, Padding: 2, Groups: 2)),
        Convolution("grouped1x1", new TensorShape(33, 3, 5), new Conv2d(11, Kernel: 1, Groups: 11, Bias: false)),
        Convolution("dilated3x3", new TensorShape(5, 7, 9), new Conv2d(9, Kernel: 3, Padding: 2, Dilation: 2)),
        Convolution("dilated3x3-stride2", new TensorShape(3, 9, 8), new Conv2d(17, Kernel: 3, Stride: 2, Dilation: 2)),
        Convolution("dilated2x2-grouped", new TensorShape(6, 7, 5), new Conv2d(9, Kernel: 2, Padding: 1, Groups: 3, Dilation: 3)),
        Convolution("conv2x2", new TensorShape(3, 5, 7), new Conv2d(5, Kernel: 2)),
        Convolution("conv4x4-stride3", new TensorShape(5, 9, 7), new Conv2d(3, Kernel: 4, Stride: 3, Padding: 1)),
        Convolution("conv1x1-padded", new TensorShape(9, 3, 2), new Conv2d(5, Kernel: 1, Padding: 1)),
        Convolution("conv1x1-stride3", new TensorShape(3, 7, 8), new Conv2d(5, Kernel: 1, Stride: 3)),
        Convolution("conv3x3-one-channel", new TensorShape(1, 5, 3), new Conv2d(1, Kernel: 3, Padding: 1)),
    ];

    /// <summary>Channels in whole registers and tiles enough that the engine chooses Winograd's algorithm.</summary>
    private static NetworkDefinition[] WinogradConvolutions() =>
    [
        Convolution("winograd", new TensorShape(32, 9, 7), new Conv2d(48, Kernel: 3, Padding: 1)),
        Convolution("winograd-no-padding", new TensorShape(48, 11, 10), new Conv2d(32, Kernel: 3, Bias: false)),
        Convolution("winograd-padding2", new TensorShape(32, 5, 6), new Conv2d(32, Kernel: 3, Padding: 2)),
        Convolution("winograd-whole-tiles", new TensorShape(64, 8, 12), new Conv2d(80, Kernel: 3, Padding: 1)),
        WithHead(new NetworkBuilder("winograd-residual", new TensorShape(2, 9, 10))
            .Add("stem", new Conv2d(32, Kernel: 3, Padding: 1))
            .Add("conv1", new Conv2d(48, Kernel: 3, Padding: 1, Bias: false)).Add("norm1", new BatchNorm()).Add("silu", new SiLU())
            .Add("conv2", new Conv2d(32, Kernel: 3, Padding: 1, Bias: false)).Add("norm2", new BatchNorm())
            .Add("sum", new Add(), "norm2", "stem").Add("relu", new ReLU())).Build(),
    ];

    private static NetworkDefinition[] Pools() =>
    [
        OnPictures("max-pool-padded", new TensorShape(9, 7, 8), new MaxPool2d(3, 2, Padding: 1)),
        OnPictures("max-pool-dense", new TensorShape(17, 5, 3), new MaxPool2d(3, 1, Padding: 1)),
        OnPictures("max-pool-even-padded", new TensorShape(1, 5, 6), new MaxPool2d(2, 2, Padding: 1)),
        OnPictures("max-pool-with-gaps", new TensorShape(3, 8, 9), new MaxPool2d(2, 3)),
        OnPictures("avg-pool", new TensorShape(9, 7, 6), new AvgPool2d(2, 2)),
        OnPictures("avg-pool-padded", new TensorShape(17, 7, 8), new AvgPool2d(3, 2, Padding: 1)),
        OnPictures("avg-pool-dense", new TensorShape(33, 5, 3), new AvgPool2d(3, 1, Padding: 1)),
        OnPictures("avg-pool-large", new TensorShape(3, 8, 11), new AvgPool2d(5, 3, Padding: 2)),
        OnPictures("adaptive-avg-pool", new TensorShape(17, 7, 5), new AdaptiveAvgPool2d()),
        OnPictures("adaptive-avg-pool-3x2", new TensorShape(5, 7, 5), new AdaptiveAvgPool2d(3, 2)),
        OnPictures("adaptive-avg-pool-larger", new TensorShape(9, 3, 4), new AdaptiveAvgPool2d(5, 7)),
        OnPictures("adaptive-max-pool", new TensorShape(33, 5, 3), new AdaptiveMaxPool2d()),
        OnPictures("adaptive-max-pool-3x2", new TensorShape(9, 7, 5), new AdaptiveMaxPool2d(3, 2)),
        OnPictures("adaptive-max-pool-larger", new TensorShape(3, 3, 2), new AdaptiveMaxPool2d(4, 5)),
        OnPictures("global-sum-pool", new TensorShape(17, 3, 5), new GlobalSumPool2d()),
        OnPictures("channel-pool", new TensorShape(17, 5, 3), new ChannelPool()),
        OnPictures("channel-pool-shallow", new TensorShape(3, 5, 7), new ChannelPool()),
        OnPictures("channel-pool-one-channel", new TensorShape(1, 3, 5), new ChannelPool()),
    ];

    private static NetworkDefinition[] Activations() =>
    [
        .. new Layer[]
        {
            new ReLU(), new LeakyReLU(), new LeakyReLU(0.3), new Sigmoid(), new HardSigmoid(), new HardSwish(), new SiLU(), new GELU(),
            new Dropout(0.4), new StochasticDepth(0.4),
        }.SelectMany((layer, i) => new[]
        {
            OnPictures($"{layer.GetType().Name}{i}", new TensorShape(5, 3, 7), layer),
            OnPictures($"{layer.GetType().Name}{i}-flattened", new TensorShape(3, 5, 3), new Flatten(), layer, new Dropout(0.2)),
        }),
        OnPictures(
            "activations-in-a-row", new TensorShape(9, 3, 3), new HardSwish(), new BatchNorm(), new SiLU(), new LeakyReLU(0.2), new ReLU()),
    ];

    private static NetworkDefinition[] Blocks() =>
    [
        WithHead(Residual(Stem("residual", channels: 9), channels: 9)).Build(),
        WithHead(DownsamplingResidual(Stem("residual-downsampling", channels: 5), "stem", channels: 9)).Build(),
        WithHead(DownsamplingResidual(Residual(Stem("residual-features", channels: 5), channels: 5), "relu2", channels: 17)).Build("sum"),
        WithHead(InvertedResidual(Stem("inverted-residual", channels: 5))).Build(),
        WithHead(Stem("squeeze-and-excitation", channels: 17)
            .Add("squeeze", new AdaptiveAvgPool2d())
            .Add("reduce", new Conv2d(3, Kernel: 1)).Add("relu", new ReLU())
            .Add("expand", new Conv2d(17, Kernel: 1)).Add("gate", new HardSigmoid())
            .Add("scaled", new Multiply(), "stem", "gate")).Build(),
        WithHead(Stem("squeeze-and-excitation-linear", channels: 9)
            .Add("squeeze", new AdaptiveAvgPool2d()).Add("vector", new Flatten())
            .Add("reduce", new Linear(5)).Add("silu", new SiLU())
            .Add("expand", new Linear(9)).Add("gate", new Sigmoid())
            .Add("scaled", new Multiply(), "stem", "gate")).Build(),
        WithHead(Cbam(Stem("cbam", channels: 9), channels: 9)).Build(),
        WithHead(Stem("gated", channels: 5)
            .Add("gate", new Conv2d(5, Kernel: 3, Padding: 1)).Add("sigmoid", new Sigmoid())
            .Add("product", new Multiply(), "stem", "sigmoid")).Build(),
        WithHead(Stem("concat-channels", channels: 5)
            .Add("one", new Conv2d(1, Kernel: 1)).Add("many", new Conv2d(17, Kernel: 3, Padding: 1), "stem")
            .Add("joined", new Concat(), "one", "stem", "many")).Build(),
        WithHead(Stem("concat-rows", channels: 3)
            .Add("one", new AdaptiveMaxPool2d(1, 5)).Add("two", new AdaptiveAvgPool2d(2, 5), "stem")
            .Add("joined", new Concat(2), "one", "stem", "two")).Build(),
        WithHead(Stem("concat-columns", channels: 17)
            .Add("narrow", new AdaptiveMaxPool2d(7, 1)).Add("wide", new AdaptiveAvgPool2d(7, 3), "stem")
            .Add("joined", new Concat(3), "narrow", "stem", "wide")).Build(),
        WithHead(Stem("dense-block", channels: 3)
            .Add("conv1", new Conv2d(5, Kernel: 3, Padding: 1)).Add("joined1", new Concat(), "stem", "conv1")
            .Add("conv2", new Conv2d(9, Kernel: 3, Padding: 1)).Add("joined2", new Concat(), "joined1", "conv2")).Build("joined1"),
    ];

    private static NetworkDefinition[] SharedValues() =>
    [
        WithHead(Stem("used-three-times", channels: 9)
            .Add("a", new Conv2d(9, Kernel: 3, Padding: 1)).Add("b", new Sigmoid(), "stem")
            .Add("sum", new Add(), "stem", "a", "b")).Build(),
        WithHead(Stem("relu-beside-another", channels: 5)
            .Add("relu", new ReLU()).Add("silu", new SiLU(), "stem").Add("sum", new Add(), "relu", "silu")).Build(),
        WithHead(Stem("dropout-beside-another", channels: 5)
            .Add("dropout", new Dropout(0.3)).Add("norm", new BatchNorm(), "stem")
            .Add("sum", new Add(), "dropout", "norm", "stem")).Build(),
        WithHead(Stem("pools-beside-each-other", channels: 9)
            .Add("max", new MaxPool2d(3, 2, Padding: 1)).Add("avg", new AvgPool2d(3, 2, Padding: 1), "stem")
            .Add("joined", new Concat(), "max", "avg")).Build(),
        WithHead(Stem("same-input-twice", channels: 3)
            .Add("double", new Add(), "stem", "stem").Add("square", new Multiply(), "double", "double")
            .Add("joined", new Concat(), "square", "square")).Build(),
        WithHead(Stem("unused-layer", channels: 3)
            .Add("unused", new Conv2d(5, Kernel: 1)).Add("relu", new ReLU(), "stem")).Build(),
        new(
            "input-used-twice", new TensorShape(3, 5, 7),
            [
                new("a", new Conv2d(5, Kernel: 3, Padding: 1), [-1]), new("b", new Conv2d(5, Kernel: 1), [-1]),
                new("sum", new Add(), [0, 1]), new("flatten", new Flatten(), [2]), new("output", new Linear(3), [3]),
            ]),
        new(
            "input-added-to-itself", new TensorShape(3, 5, 3),
            [
                new("conv", new Conv2d(3, Kernel: 3, Padding: 1), [-1]), new("sum", new Add(), [0, -1]), new("relu", new ReLU(), [-1]),
                new("joined", new Concat(), [1, -1, 2]), new("flatten", new Flatten(), [3]), new("output", new Linear(3), [4]),
            ],
            "sum"),
    ];

    private static NetworkDefinition[] Flattened() =>
    [
        Stem("add-flattened", channels: 5)
            .Add("a", new Flatten()).Add("conv", new Conv2d(5, Kernel: 3, Padding: 1), "stem").Add("b", new Flatten())
            .Add("sum", new Add(), "a", "b").Add("norm", new BatchNorm()).Add("output", new Linear(3)).Build(),
        Stem("add-flattened-and-linear", channels: 2)
            .Add("a", new Flatten()).Add("b", new Linear(2 * 7 * 5)).Add("sum", new Add(), "a", "b").Add("output", new Linear(3)).Build(),
        Stem("multiply-flattened-and-linear", channels: 2)
            .Add("a", new Flatten()).Add("b", new Linear(2 * 7 * 5)).Add("sigmoid", new Sigmoid())
            .Add("product", new Multiply(), "a", "sigmoid").Add("output", new Linear(3)).Build("product"),
        Stem("concat-flattened", channels: 3)
            .Add("a", new Flatten())
            .Add("pool", new MaxPool2d(2, 2), "stem").Add("b", new Flatten())
            .Add("mean", new AdaptiveAvgPool2d(), "stem").Add("c", new Flatten())
            .Add("joined", new Concat(), "a", "b", "c").Add("norm", new BatchNorm()).Add("output", new Linear(3)).Build(),
        Stem("concat-flattened-rows", channels: 3)
            .Add("a", new Flatten()).Add("conv", new Conv2d(3, Kernel: 1), "stem").Add("b", new Flatten())
            .Add("joined", new Concat(2), "a", "b").Add("flatten", new Flatten()).Add("output", new Linear(3)).Build(),
        Stem("flattened-used-twice", channels: 3)
            .Add("flatten", new Flatten()).Add("a", new Linear(5)).Add("b", new Linear(9), "flatten")
            .Add("joined", new Concat(), "a", "b").Add("output", new Linear(3)).Build("flatten"),
        Stem("flattened-twice", channels: 3)
            .Add("once", new Flatten()).Add("relu", new ReLU()).Add("twice", new Flatten()).Add("dropout", new Dropout(0.3))
            .Add("output", new Linear(3)).Build("twice"),
        Stem("convolution-of-flattened", channels: 3)
            .Add("flatten", new Flatten()).Add("conv", new Conv2d(5, Kernel: 1)).Add("output", new Linear(3)).Build(),
        Stem("grouped-convolution-of-flattened", channels: 3)
            .Add("flatten", new Flatten()).Add("conv", new Conv2d(15, Kernel: 1, Groups: 15)).Add("output", new Linear(3)).Build(),
    ];

    private static NetworkDefinition[] Ends() =>
    [
        Stem("fully-convolutional", channels: 5).Add("conv", new Conv2d(3, Kernel: 1)).Add("mean", new AdaptiveAvgPool2d()).Build("stem"),
        Stem("ends-in-sum-pool", channels: 5).Add("conv", new Conv2d(3, Kernel: 7, Padding: 3)).Add("sum", new GlobalSumPool2d()).Build(),
        Stem("ends-in-flatten", channels: 3).Add("max", new AdaptiveMaxPool2d()).Add("flatten", new Flatten()).Build(),
        Stem("ends-in-batch-norm", channels: 5)
            .Add("flatten", new Flatten()).Add("dense", new Linear(3)).Add("norm", new BatchNorm()).Build(),
        Stem("ends-in-add", channels: 5)
            .Add("flatten", new Flatten()).Add("a", new Linear(3)).Add("b", new Linear(3), "flatten")
            .Add("sum", new Add(), "a", "b").Build("a"),
        Stem("features-before-relu", channels: 5)
            .Add("relu", new ReLU()).Add("flatten", new Flatten()).Add("output", new Linear(3)).Build("stem"),
        Stem("features-after-relu", channels: 5)
            .Add("relu", new ReLU()).Add("dropout", new Dropout(0.3))
            .Add("flatten", new Flatten()).Add("output", new Linear(3)).Build("relu"),
        new NetworkBuilder("features-are-the-input", new TensorShape(9)).Add("output", new Linear(3)).Build(),
    ];

    private static Conv2d Depthwise(int channels, int kernel, int stride = 1) =>
        new(channels, kernel, stride, kernel / 2, Groups: channels);

    /// <summary>A picture of odd sizes behind a convolution.</summary>
    private static NetworkBuilder Stem(string name, int channels) =>
        new NetworkBuilder(name, new TensorShape(2, 7, 5)).Add("stem", new Conv2d(channels, Kernel: 3, Padding: 1));

    private static NetworkBuilder WithHead(NetworkBuilder builder) => builder.Add("flatten", new Flatten()).Add("output", new Linear(3));

    /// <summary>The basic block of ResNet with the identity as its shortcut.</summary>
    private static NetworkBuilder Residual(NetworkBuilder builder, int channels) => builder
        .Add("conv1", new Conv2d(channels, Kernel: 3, Padding: 1, Bias: false)).Add("norm1", new BatchNorm()).Add("relu1", new ReLU())
        .Add("conv2", new Conv2d(channels, Kernel: 3, Padding: 1, Bias: false)).Add("norm2", new BatchNorm())
        .Add("sum", new Add(), "norm2", "stem").Add("relu2", new ReLU());

    /// <summary>The basic block of ResNet with a strided projection as its shortcut.</summary>
    private static NetworkBuilder DownsamplingResidual(NetworkBuilder builder, string input, int channels) => builder
        .Add("down.conv1", new Conv2d(channels, Kernel: 3, Stride: 2, Padding: 1, Bias: false), input)
        .Add("down.norm1", new BatchNorm()).Add("down.relu1", new ReLU())
        .Add("down.conv2", new Conv2d(channels, Kernel: 3, Padding: 1, Bias: false)).Add("down.norm2", new BatchNorm())
        .Add("down.shortcut", new Conv2d(channels, Kernel: 1, Stride: 2, Bias: false), input).Add("down.shortcut_norm", new BatchNorm())
        .Add("down.sum", new Add(), "down.norm2", "down.shortcut_norm").Add("down.relu2", new ReLU());

    /// <summary>The block of MobileNetV3 with everything that it may have, around a stem of 5 channels.</summary>
    private static NetworkBuilder InvertedResidual(NetworkBuilder builder) => builder
        .Add("expand", new Conv2d(17, Kernel: 1, Bias: false)).Add("norm1", new BatchNorm()).Add("swish1", new HardSwish())
        .Add("depthwise", Depthwise(17, 5)).Add("norm2", new BatchNorm()).Add("swish2", new HardSwish())
        .Add("squeeze", new AdaptiveAvgPool2d()).Add("fc1", new Conv2d(3, Kernel: 1)).Add("relu", new ReLU())
        .Add("fc2", new Conv2d(17, Kernel: 1)).Add("gate", new HardSigmoid()).Add("scaled", new Multiply(), "swish2", "gate")
        .Add("project", new Conv2d(5, Kernel: 1, Bias: false)).Add("norm3", new BatchNorm())
        .Add("depth", new StochasticDepth(0.3)).Add("sum", new Add(), "stem", "depth");

    /// <summary>
    /// CBAM around a stem: the channel attention's shared layers run on mean and maximum as two rows of one picture.
    /// </summary>
    private static NetworkBuilder Cbam(NetworkBuilder builder, int channels) => builder
        .Add("mean", new AdaptiveAvgPool2d()).Add("max", new AdaptiveMaxPool2d(), "stem").Add("both", new Concat(2), "mean", "max")
        .Add("reduce", new Conv2d(3, Kernel: 1, Bias: false)).Add("relu", new ReLU())
        .Add("expand", new Conv2d(channels, Kernel: 1, Bias: false)).Add("sum", new GlobalSumPool2d())
        .Add("channel_gate", new Sigmoid()).Add("refined", new Multiply(), "stem", "channel_gate")
        .Add("pool", new ChannelPool()).Add("conv", new Conv2d(1, Kernel: 7, Padding: 3, Bias: false)).Add("norm", new BatchNorm())
        .Add("spatial_gate", new Sigmoid()).Add("attended", new Multiply(), "refined", "spatial_gate");
}
