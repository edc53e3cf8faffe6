namespace Fer.Models;

/// <summary>The two parts of a VGG (Simonyan and Zisserman, 2015), with the names of torchvision's modules.</summary>
internal static class VggBlocks
{
    /// <summary>
    /// Adds stages of 3x3 convolutions, each convolution followed by batch norm (if wanted) and ReLU, each stage by a max pool
    /// that halves the resolution. The layers are numbered: "features.0", "features.1" and so on.
    /// </summary>
    /// <param name="builder">The network so far.</param>
    /// <param name="batchNorm">Whether each convolution is followed by batch norm.</param>
    /// <param name="stages">The channels and the number of convolutions of every stage.</param>
    public static NetworkBuilder AddVggFeatures(
        this NetworkBuilder builder, bool batchNorm, params ReadOnlySpan<(int Channels, int Convolutions)> stages)
    {
        int number = 0;
        foreach ((int channels, int convolutions) in stages)
        {
            for (int i = 0; i < convolutions; i++)
            {
                builder.Add($"features.{number++}", new Conv2d(channels, Kernel: 3, Padding: 1));
                if (batchNorm)
                    builder.Add($"features.{number++}", new BatchNorm());
                builder.Add($"features.{number++}", new ReLU());
            }

            builder.Add($"features.{number++}", new MaxPool2d(Kernel: 2, Stride: 2));
        }

        return builder;
    }

    /// <summary>Adds three fully connected layers, with ReLU and dropout after the first two.</summary>
    /// <param name="builder">The network so far.</param>
    /// <param name="hidden">The length of the first two layers' outputs.</param>
    /// <param name="dropout">The dropout rate.</param>
    /// <param name="classes">The number of classes.</param>
    public static NetworkBuilder AddVggClassifier(this NetworkBuilder builder, int hidden, double dropout, int classes) => builder
        .Add("flatten", new Flatten())
        .Add("classifier.0", new Linear(hidden))
        .Add("classifier.1", new ReLU())
        .Add("classifier.2", new Dropout(dropout))
        .Add("classifier.3", new Linear(hidden))
        .Add("classifier.4", new ReLU())
        .Add("classifier.5", new Dropout(dropout))
        .Add("classifier.6", new Linear(classes));
}
