namespace Fer.Models;

/// <summary>
/// The networks of Howard et al., "Searching for MobileNetV3", 2019, Tables 1 and 2, with torchvision's parameter names. For
/// 1000 classes the large one has 5,483,032 parameters, the small one 2,542,856.
/// </summary>
/// <remarks>Any number of channels and any size of pictures will do.</remarks>
public static class MobileNetV3
{
    /// <summary>The name by which the zoo knows the large network.</summary>
    public const string LargeName = "mobilenet-v3-large";

    /// <summary>The name by which the zoo knows the small network.</summary>
    public const string SmallName = "mobilenet-v3-small";

    private const int StemChannels = 16;
    private const bool SE = true;

    private static readonly Layer RE = new ReLU();
    private static readonly Layer HS = new HardSwish();

    // Kernel, expanded channels, channels, squeeze-and-excitation, activation, stride.
    private static readonly InvertedResidual[] Large =
    [
        new(3, 16, 16, !SE, RE, 1),
        new(3, 64, 24, !SE, RE, 2),
        new(3, 72, 24, !SE, RE, 1),
        new(5, 72, 40, SE, RE, 2),
        new(5, 120, 40, SE, RE, 1),
        new(5, 120, 40, SE, RE, 1),
        new(3, 240, 80, !SE, HS, 2),
        new(3, 200, 80, !SE, HS, 1),
        new(3, 184, 80, !SE, HS, 1),
        new(3, 184, 80, !SE, HS, 1),
        new(3, 480, 112, SE, HS, 1),
        new(3, 672, 112, SE, HS, 1),
        new(5, 672, 160, SE, HS, 2),
        new(5, 960, 160, SE, HS, 1),
        new(5, 960, 160, SE, HS, 1),
    ];

    private static readonly InvertedResidual[] Small =
    [
        new(3, 16, 16, SE, RE, 2),
        new(3, 72, 24, !SE, RE, 2),
        new(3, 88, 24, !SE, RE, 1),
        new(5, 96, 40, SE, HS, 2),
        new(5, 240, 40, SE, HS, 1),
        new(5, 240, 40, SE, HS, 1),
        new(5, 120, 48, SE, HS, 1),
        new(5, 144, 48, SE, HS, 1),
        new(5, 288, 96, SE, HS, 2),
        new(5, 576, 96, SE, HS, 1),
        new(5, 576, 96, SE, HS, 1),
    ];

    /// <summary>Defines the large network. The features are those of the layer before the last (1280 values at width 1).</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="input">The shape of one picture; null for 3x224x224.</param>
    /// <param name="width">The width multiplier: what all channels are multiplied by, rounded to multiples of 8. Default 1.</param>
    /// <param name="dropout">The dropout rate before the last layer. Default 0.2.</param>
    /// <exception cref="NetworkDefinitionException">A value is out of its range.</exception>
    public static NetworkDefinition CreateLarge(
        int classes = 1000, TensorShape? input = null, double width = 1, double dropout = 0.2) =>
        Create(LargeName, Large, lastChannels: 1280, classes, input, width, dropout);

    /// <summary>Defines the small network. The features are those of the layer before the last (1024 values at width 1).</summary>
    /// <inheritdoc cref="CreateLarge" path="/*[not(self::summary)]"/>
    public static NetworkDefinition CreateSmall(
        int classes = 1000, TensorShape? input = null, double width = 1, double dropout = 0.2) =>
        Create(SmallName, Small, lastChannels: 1024, classes, input, width, dropout);

    private static NetworkDefinition Create(
        string name, InvertedResidual[] blocks, int lastChannels, int classes, TensorShape? input, double width, double dropout)
    {
        if (!(width > 0 && double.IsFinite(width)))
            throw new NetworkDefinitionException($"'{name}': a width of {width} makes no sense; it must be above 0.");
        int channels = InvertedResidual.MakeDivisible(StemChannels * width), number = 0;
        var builder = new NetworkBuilder(name, input ?? new TensorShape(3, 224, 224));
        builder.AddConvNormActivation($"features.{number++}", new Conv2d(channels, Kernel: 3, Stride: 2), HS);
        foreach (InvertedResidual block in blocks.Select(block => block.Widen(width)))
        {
            block.AddTo(builder, $"features.{number++}", channels);
            channels = block.Channels;
        }

        return builder
            .AddConvNormActivation($"features.{number}", new Conv2d(6 * channels, Kernel: 1), HS)
            .Add("avgpool", new AdaptiveAvgPool2d())
            .Add("flatten", new Flatten())
            .Add("classifier.0", new Linear(InvertedResidual.MakeDivisible(lastChannels * width)))
            .Add("classifier.1", HS)
            .Add("classifier.2", new Dropout(dropout))
            .Add("classifier.3", new Linear(classes))
            .Build(featureLayer: "classifier.1");
    }
}
