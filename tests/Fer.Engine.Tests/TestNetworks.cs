using Fer.Models;

namespace Fer.Engine.Tests;

/// <summary>Small networks that put each layer through odd sizes: channels beside every register width, pictures with tails.</summary>
internal static partial class TestNetworks
{
    public static readonly Dictionary<string, NetworkDefinition> All = new NetworkDefinition[]
    {
        Convolution("conv3x3", new TensorShape(5, 7, 9), new Conv2d(11, Kernel: 3, Padding: 1)),
        Convolution("conv3x3-deep", new TensorShape(19, 5, 6), new Conv2d(37, Kernel: 3, Padding: 1)),
        Convolution("conv3x3-no-padding", new TensorShape(9, 5, 7), new Conv2d(33, Kernel: 3)),
        Convolution("conv3x3-one-row-out", new TensorShape(9, 3, 8), new Conv2d(4, Kernel: 3)),
        Convolution("conv3x3-stride2", new TensorShape(10, 9, 8), new Conv2d(17, Kernel: 3, Stride: 2, Padding: 1)),
        Convolution("conv5x5", new TensorShape(8, 6, 6), new Conv2d(6, Kernel: 5, Padding: 2)),
        Convolution("conv7x7-stride2-shallow", new TensorShape(3, 13, 11), new Conv2d(10, Kernel: 7, Stride: 2, Padding: 3)),
        Convolution("conv1x1", new TensorShape(13, 3, 5), new Conv2d(16, Kernel: 1)),
        Convolution("conv1x1-stride2", new TensorShape(13, 5, 5), new Conv2d(3, Kernel: 1, Stride: 2, Bias: false)),
        Convolution("conv3x3-gray", new TensorShape(1, 6, 7), new Conv2d(35, Kernel: 3, Padding: 1)),
        Convolution("conv41x41-shallow", new TensorShape(2, 5, 6), new Conv2d(3, Kernel: 41, Padding: 20)),
        Convolution("conv61x61-deep", new TensorShape(9, 3, 4), new Conv2d(2, Kernel: 61, Padding: 30)),
        OnVectors("linear", new TensorShape(23), new Linear(31)),
        OnVectors("linear-no-bias", new TensorShape(6), new Linear(5, Bias: false)),
        OnPictures("relu", new TensorShape(3, 4, 5), new ReLU()),
        OnPictures("relu-after-batch-norm", new TensorShape(3, 4, 5), new BatchNorm(), new ReLU()),
        OnPictures("batch-norm", new TensorShape(21, 3, 4), new BatchNorm()),
        OnPictures("batch-norm-flattened", new TensorShape(6, 3, 2), new Flatten(), new BatchNorm(), new Dropout(0.5)),
        OnPictures("max-pool", new TensorShape(9, 7, 6), new MaxPool2d(2, 2)),
        OnPictures("max-pool-overlapping", new TensorShape(9, 7, 7), new MaxPool2d(3, 2)),
        OnPictures("dropout", new TensorShape(5, 3, 3), new Dropout(0.3)),
        new NetworkBuilder("picture-flattened-last", new TensorShape(5, 3, 4))
            .Add("conv", new Conv2d(6, Kernel: 3, Padding: 1)).Add("flatten", new Flatten()).Build(),
        FerdCnn.Create(3, new TensorShape(2, 17, 19)),
    }.ToDictionary(network => network.Name);

    /// <summary>The names of those with so few weights that a finite difference takes no time; together they have every layer.</summary>
    public static TheoryData<string> Small =>
        [.. All.Concat(Graphs).Where(pair => pair.Value.TrainableParameterCount < 100_000).Select(pair => pair.Key)];

    /// <summary>The network of a name.</summary>
    public static NetworkDefinition Get(string name) => All.GetValueOrDefault(name) ?? Graphs[name];

    /// <summary>Standard-normal pictures and hard and soft targets.</summary>
    public static Batch RandomBatch(NetworkDefinition network, int count, ulong seed)
    {
        RandomGenerator random = RandomGenerator.Create(seed);
        var batch = new Batch(network.Input, network.Classes, count) { Count = count };
        for (int i = 0; i < batch.Inputs.Length; i++)
            batch.Inputs[i] = (float)random.NextGaussian();
        for (int n = 0; n < count; n++)
        {
            batch.SetLabel(n, random.Next(network.Classes));
            if (n % 3 == 2)
                batch.Target(n).Fill(1f / network.Classes);
        }

        return batch;
    }

    /// <summary>Random values for every parameter, so that no bias or statistic is at its special starting value.</summary>
    public static IReadOnlyDictionary<string, Tensor> RandomWeights(NetworkDefinition network, ulong seed)
    {
        RandomGenerator random = RandomGenerator.Create(seed);
        var weights = new Dictionary<string, Tensor>();
        foreach (NetworkParameter parameter in network.Parameters)
        {
            var values = new float[parameter.Definition.Size];
            double spread = parameter.Definition.Role == ParameterRole.Weight ? Math.Sqrt(2.0 / parameter.Definition.FanIn) : 0.2;
            double centre = parameter.Definition.Role is ParameterRole.Scale or ParameterRole.RunningVariance ? 1.5 : 0;
            for (int i = 0; i < values.Length; i++)
                values[i] = (float)(centre + spread * random.NextGaussian());
            weights[parameter.Name] = new Tensor(parameter.Definition.Dimensions, values);
        }

        return weights;
    }

    private static NetworkDefinition Convolution(string name, TensorShape input, Conv2d layer) =>
        OnPictures(name, input, layer, new ReLU());

    /// <summary>Layers behind a learning one, so that their input's gradient matters too.</summary>
    private static NetworkDefinition OnPictures(string name, TensorShape input, params Layer[] layers) =>
        Build(name, input, layers.Contains(new Flatten()) ? layers : [.. layers, new Flatten()]);

    private static NetworkDefinition OnVectors(string name, TensorShape input, Layer layer) => Build(name, input, [layer]);

    private static NetworkDefinition Build(string name, TensorShape input, Layer[] layers)
    {
        NetworkBuilder builder = new NetworkBuilder(name, input).Add("before", new Conv2d(input.Channels, Kernel: 1));
        for (int i = 0; i < layers.Length; i++)
            builder.Add($"layer{i}", layers[i]);
        return builder.Add("output", new Linear(3)).Build();
    }
}
