namespace Fer.Models.Tests;

/// <summary>Dropout, width and stochastic depth where the originals have them, and the networks of our own by hand.</summary>
public class ZooOptionsTests
{
    /// <summary>What must be refused, by what the message names.</summary>
    public static TheoryData<string, Func<NetworkDefinition>> Nonsense => new()
    {
        { "StochasticDepth", () => ResNet.Create18(stochasticDepth: 1) },
        { "StochasticDepth", () => ResNet.Create34(stochasticDepth: -0.1) },
        { "StochasticDepth", () => ResNet.Create50(stochasticDepth: double.NaN) },
        { "StochasticDepth", () => FerResNet.Create(stochasticDepth: 1.5) },
        { "'conv1'", () => FerResNet.Create(baseChannels: 0) },
        { "'features.0'", () => FerVgg.Create(baseChannels: -1) },
        { "'classifier.0'", () => FerVgg.Create(hidden: 0) },
        { "Dropout", () => FerVgg.Create(dropout: 1) },
        { "Dropout", () => Vgg16.Create(dropout: -1) },
        { "'features.0'", () => Vgg16.Create(width: 0) },
        { "'features.0'", () => Vgg16.Create(width: double.NaN) },
        { "Dropout", () => MobileNetV3.CreateLarge(dropout: 1) },
        { "width of 0", () => MobileNetV3.CreateLarge(width: 0) },
        { "width of NaN", () => MobileNetV3.CreateSmall(width: double.NaN) },
        { "width of Infinity", () => MobileNetV3.CreateSmall(width: double.PositiveInfinity) },
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void Options_out_of_their_range_are_errors(string named, Func<NetworkDefinition> create) =>
        Assert.Contains(named, Assert.Throws<NetworkDefinitionException>(create).Message, StringComparison.Ordinal);

    [Fact]
    public void Fer_vgg_is_eight_convolutions_and_three_fully_connected_layers()
    {
        // With bias, and scale and offset of the batch norm: 9 * in * out + 3 * out; fully connected: in * out + out.
        long convolutions = (9 * 1 * 64 + 192) + (9 * 64 * 64 + 192) + (9 * 64 * 128 + 384) + (9 * 128 * 128 + 384)
            + (9 * 128 * 256 + 768) + (9 * 256 * 256 + 768) + (9 * 256 * 512 + 1536) + (9 * 512 * 512 + 1536);
        long second = 4096 * 4096 + 4096, head = 4096 * 7 + 7;
        Assert.Equal(convolutions + (512 * 3 * 3 * 4096 + 4096) + second + head, FerVgg.Create().TrainableParameterCount);
        NetworkDefinition paper = FerVgg.Create(input: new TensorShape(1, 40, 40));
        Assert.Equal(convolutions + (512 * 2 * 2 * 4096 + 4096) + second + head, paper.TrainableParameterCount);
        Assert.Equal(29_890_759, paper.TrainableParameterCount);
        Assert.Equal(new TensorShape(4096), paper.Features);

        long multiplyAdds = 40L * 40 * 9 * (1 * 64 + 64 * 64) + 20L * 20 * 9 * (64 * 128 + 128 * 128)
            + 10L * 10 * 9 * (128 * 256 + 256 * 256) + 5L * 5 * 9 * (256 * 512 + 512 * 512)
            + 2048L * 4096 + 4096L * 4096 + 4096L * 7;
        Assert.Equal(multiplyAdds, paper.MultiplyAdds);
        Assert.Equal([0.2, 0.2], paper.Nodes.Select(node => node.Layer).OfType<Dropout>().Select(dropout => dropout.Rate));
        Assert.Equal(
            [("features.0", "Conv2d"), ("features.1", "BatchNorm"), ("features.2", "ReLU"), ("features.3", "Conv2d")],
            paper.Nodes.Take(4).Select(node => (node.Name, node.Layer.GetType().Name)));
    }

    [Fact]
    public void Fer_resnet_differs_from_resnet18_in_its_stem_alone()
    {
        NetworkDefinition network = FerResNet.Create(1000, new TensorShape(3, 48, 48)), original = ResNet.Create18();
        Assert.Equal(original.Parameters.Select(parameter => parameter.Name), network.Parameters.Select(parameter => parameter.Name));
        Assert.Equal([64, 3, 3, 3], network.Parameters[0].Definition.Dimensions);
        Assert.Equal(
            original.Parameters.Skip(1).Select(parameter => parameter.Definition.Size),
            network.Parameters.Skip(1).Select(parameter => parameter.Definition.Size));
        Assert.Equal(11_171_271, FerResNet.Create().TrainableParameterCount); // 11,689,512 - 64 * (3 * 49 - 9) - 513 * (1000 - 7)
        Assert.Equal(
            ["64x48x48", "128x24x24", "256x12x12", "512x6x6"],
            Enumerable.Range(1, 4).Select(stage => ShapeOf(network, $"layer{stage}.1.add").ToString()));
    }

    [Fact]
    public void Base_channels_scale_every_stage()
    {
        NetworkDefinition resNet = FerResNet.Create(baseChannels: 16), vgg = FerVgg.Create(baseChannels: 16, hidden: 100);
        Assert.Equal(new TensorShape(128), resNet.Features);
        Assert.Equal(new TensorShape(128, 3, 3), ShapeOf(vgg, "features.27"));
        Assert.Equal(new TensorShape(100), vgg.Features);
    }

    [Fact]
    public void Vgg16_scales_its_channels_and_hidden_layers()
    {
        NetworkDefinition network = Vgg16.Create(width: 0.25, dropout: 0.1);
        Assert.Equal(
            [16, 16, 32, 32, 64, 64, 64, 128, 128, 128, 128, 128, 128],
            network.Nodes.Select(node => node.Layer).OfType<Conv2d>().Select(convolution => convolution.OutChannels));
        Assert.Equal([1024, 1024, 1000], network.Nodes.Select(node => node.Layer).OfType<Linear>().Select(linear => linear.OutFeatures));
        Assert.Equal([0.1, 0.1], network.Nodes.Select(node => node.Layer).OfType<Dropout>().Select(dropout => dropout.Rate));
    }

    [Fact]
    public void Stochastic_depth_grows_linearly_with_the_block_and_stands_before_the_sum()
    {
        NetworkDefinition network = ResNet.Create50(stochasticDepth: 0.48);
        double[] rates = [.. network.Nodes.Select(node => node.Layer).OfType<StochasticDepth>().Select(layer => layer.Rate)];
        Assert.Equal(16, rates.Length);
        Assert.All(Enumerable.Range(0, 16), i => Assert.Equal(0.03 * (i + 1), rates[i], 12));
        foreach (NetworkNode add in network.Nodes.Where(node => node.Layer is Add))
        {
            Assert.IsType<StochasticDepth>(network.Nodes[add.Inputs[0]].Layer);
            Assert.True(network.Nodes[add.Inputs[1]].Layer is BatchNorm or ReLU);
        }

        NetworkDefinition plain = ResNet.Create50();
        Assert.Equal(plain.Parameters.Select(parameter => parameter.Name), network.Parameters.Select(parameter => parameter.Name));
        Assert.DoesNotContain(plain.Nodes, node => node.Layer is StochasticDepth);
        Assert.Equal(8, FerResNet.Create(stochasticDepth: 0.2).Nodes.Count(node => node.Layer is StochasticDepth));
    }

    [Fact]
    public void Dropout_of_MobileNet_stands_before_its_head()
    {
        NetworkDefinition network = MobileNetV3.CreateSmall(dropout: 0.3);
        Assert.Equal(("classifier.2", new Dropout(0.3)), (network.Nodes[^2].Name, network.Nodes[^2].Layer));
        Assert.Equal(new TensorShape(1024), network.Features);
        Assert.Equal(new TensorShape(1280), MobileNetV3.CreateLarge().Features);
    }

    private static TensorShape ShapeOf(NetworkDefinition network, string layer) =>
        network.Shapes[network.Nodes.ToList().FindIndex(node => node.Name == layer)];
}
