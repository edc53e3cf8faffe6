namespace Fer.Models;

/// <summary>
/// The 16-layer network of Simonyan and Zisserman, "Very deep convolutional networks for large-scale image recognition", 2015,
/// Table 1, column D, with torchvision's parameter names. For 1000 classes it has 138,357,544 parameters, with batch norm
/// 138,365,992.
/// </summary>
public static class Vgg16
{
    /// <summary>The name by which the zoo knows it.</summary>
    public const string Name = "vgg16";

    /// <summary>The name by which the zoo knows the form with batch norm after each convolution.</summary>
    public const string BatchNormName = "vgg16-bn";

    /// <summary>
    /// Defines the network. The features are those of the second fully connected layer (4096 values, after its ReLU).
    /// </summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="input">The shape of one picture; null for 3x224x224. At least 32 pixels are needed.</param>
    /// <param name="batchNorm">Whether each convolution is followed by batch norm. Default false.</param>
    /// <param name="dropout">The dropout rate after the first two fully connected layers. Default 0.5.</param>
    /// <param name="width">What all channels and hidden features are multiplied by (rounded to whole ones). Default 1.</param>
    /// <exception cref="NetworkDefinitionException">The pictures are too small, or a value is out of its range.</exception>
    public static NetworkDefinition Create(
        int classes = 1000, TensorShape? input = null, bool batchNorm = false, double dropout = 0.5, double width = 1)
    {
        int Scaled(int channels) => (int)Math.Round(channels * width);
        return new NetworkBuilder(batchNorm ? BatchNormName : Name, input ?? new TensorShape(3, 224, 224))
            .AddVggFeatures(batchNorm, (Scaled(64), 2), (Scaled(128), 2), (Scaled(256), 3), (Scaled(512), 3), (Scaled(512), 3))
            .Add("avgpool", new AdaptiveAvgPool2d(7, 7))
            .AddVggClassifier(Scaled(4096), dropout, classes)
            .Build(featureLayer: "classifier.4");
    }
}
