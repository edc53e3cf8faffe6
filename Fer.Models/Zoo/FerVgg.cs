namespace Fer.Models;

/// <summary>
/// A VGG for faces of 40 to 48 pixels in the manner of Khaireddin and Chen, "Facial Emotion Recognition: State of the Art
/// Performance on FER2013", 2021: four stages of two 3x3 convolutions with batch norm and ReLU and a max pool, then three
/// fully connected layers. 40,376,519 parameters for 7 classes and pictures of 1x48x48, 29,890,759 for the authors' crops of 1x40x40.
/// </summary>
public static class FerVgg
{
    /// <summary>The name by which the zoo knows it.</summary>
    public const string Name = "fer-vgg";

    /// <summary>
    /// Defines the network. The features are those of the second fully connected layer (4096 values, after its ReLU).
    /// </summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="input">The shape of one picture; null for 1x48x48. At least 16 pixels are needed.</param>
    /// <param name="dropout">The dropout rate after the first two fully connected layers. Default 0.2, the authors' own.</param>
    /// <param name="baseChannels">The channels of the first stage; each further stage has twice as many. Default 64.</param>
    /// <param name="hidden">The length of the first two fully connected layers' outputs. Default 4096.</param>
    /// <exception cref="NetworkDefinitionException">The pictures are too small, or a value is out of its range.</exception>
    public static NetworkDefinition Create(
        int classes = 7, TensorShape? input = null, double dropout = 0.2, int baseChannels = 64, int hidden = 4096) =>
        new NetworkBuilder(Name, input ?? new TensorShape(1, 48, 48))
            .AddVggFeatures(batchNorm: true, (baseChannels, 2), (2 * baseChannels, 2), (4 * baseChannels, 2), (8 * baseChannels, 2))
            .AddVggClassifier(hidden, dropout, classes)
            .Build(featureLayer: "classifier.4");
}
