namespace Fer.Models;

/// <summary>
/// The custom network of Robu, Moldovanu and Moldovanu, "Multi-Class Emotion Classification through Visual Content Analysis
/// Using Deep Learning Techniques", Table I: four blocks of convolution, batch norm, max pool and dropout, then two dense
/// layers. 4,049,671 parameters for 7 classes, counted as Keras does (running statistics included).
/// </summary>
/// <remarks>
/// The form with attention (<see cref="Cbam"/> after each block) has 43,912 more. The attention comes before the block's
/// dropout, so that it sees the values that it will see in prediction.
/// </remarks>
public static class FerdCnn
{
    /// <summary>The name by which the zoo knows it.</summary>
    public const string Name = "ferd-cnn";

    /// <summary>The name by which the zoo knows the form with attention after each block.</summary>
    public const string CbamName = "ferd-cnn-cbam";

    private static readonly (int Channels, double Dropout)[] Blocks = [(64, 0.25), (128, 0.3), (256, 0.35), (512, 0.4)];
    private static readonly (int Features, double Dropout)[] DenseLayers = [(512, 0.6), (256, 0.5)];

    /// <summary>Defines the network. The features are those of the second dense layer (256 values, after its ReLU).</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="input">The shape of one picture; the paper's is 1x48x48, at least 16 pixels are needed.</param>
    /// <param name="cbam">Whether each block is followed by attention to channels and positions. Default false.</param>
    /// <exception cref="NetworkDefinitionException">The pictures are too small, or there are no classes.</exception>
    public static NetworkDefinition Create(int classes = 7, TensorShape? input = null, bool cbam = false)
    {
        var builder = new NetworkBuilder(cbam ? CbamName : Name, input ?? new TensorShape(1, 48, 48));
        int number = 0;
        foreach ((int channels, double dropout) in Blocks)
        {
            number++;
            builder.Add($"conv{number}", new Conv2d(channels, Kernel: 3, Padding: 1))
                .Add($"relu{number}", new ReLU())
                .Add($"batch_norm{number}", new BatchNorm())
                .Add($"max_pool{number}", new MaxPool2d(Kernel: 2, Stride: 2));
            if (cbam)
                builder.AddCbam($"cbam{number}", channels);
            builder.Add($"dropout{number}", new Dropout(dropout));
        }

        builder.Add("flatten", new Flatten());
        for (int i = 0; i < DenseLayers.Length; i++)
        {
            number++;
            builder.Add($"dense{i + 1}", new Linear(DenseLayers[i].Features))
                .Add($"relu{number}", new ReLU())
                .Add($"batch_norm{number}", new BatchNorm())
                .Add($"dropout{number}", new Dropout(DenseLayers[i].Dropout));
        }

        return builder.Add("output", new Linear(classes)).Build(featureLayer: $"relu{number}");
    }
}
