namespace Fer.Models.Tests;

/// <summary>The blocks that networks of one's own can use too.</summary>
public class ZooBlocksTests
{
    [Fact]
    public void Cbam_weighs_channels_then_positions_and_keeps_the_shape()
    {
        NetworkDefinition network = Start(32, 5, 7).AddCbam("cbam", 32).Add("flatten", new Flatten()).Add("fc", new Linear(2)).Build();
        Assert.Equal(
            [
                ("cbam.channel.avgpool", "32x1x1"), ("cbam.channel.maxpool", "32x1x1"), ("cbam.channel.concat", "32x2x1"),
                ("cbam.channel.fc1", "2x2x1"), ("cbam.channel.relu", "2x2x1"), ("cbam.channel.fc2", "32x2x1"),
                ("cbam.channel.sum", "32x1x1"), ("cbam.channel.sigmoid", "32x1x1"), ("cbam.channel.multiply", "32x5x7"),
                ("cbam.spatial.pool", "2x5x7"), ("cbam.spatial.conv", "1x5x7"), ("cbam.spatial.sigmoid", "1x5x7"),
                ("cbam.spatial.multiply", "32x5x7"),
            ],
            network.Nodes.Skip(1).SkipLast(2).Select((node, i) => (node.Name, network.Shapes[i + 1].ToString())));
        int[][] inputs = [.. network.Nodes.Select(node => node.Inputs.ToArray())];
        Assert.Equal([[0], [0], [1, 2]], inputs[1..4]); // both pools take the block's input
        Assert.Equal([0, 8], inputs[9]);
        Assert.Equal([9, 12], inputs[13]);
        Assert.Equal(2 * 32 * 2 + 2 * 49, Parameters(network, "cbam."));
    }

    [Theory]
    [InlineData(64, 16, 2 * 64 * 4 + 98)]
    [InlineData(512, 16, 2 * 512 * 32 + 98)]
    [InlineData(512, 8, 2 * 512 * 64 + 98)]
    [InlineData(8, 16, 2 * 8 * 1 + 98)] // never narrower than one
    public void Cbam_has_2_C_C_by_r_and_98_parameters(int channels, int reduction, int parameters)
    {
        NetworkDefinition network = Start(channels, 3, 3).AddCbam("cbam", channels, reduction).Add("pool", new GlobalSumPool2d()).Build();
        Assert.Equal(parameters, Parameters(network, "cbam."));
    }

    [Fact]
    public void Cbam_needs_a_reduction_of_at_least_1() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Start(8, 3, 3).AddCbam("cbam", 8, reduction: 0));

    [Fact]
    public void Squeeze_and_excitation_gates_the_channels()
    {
        NetworkDefinition network = Start(12, 4, 4).AddSqueezeExcitation("se", 12, 3).Add("pool", new GlobalSumPool2d()).Build();
        Assert.Equal(
            ["se.avgpool", "se.fc1", "se.activation", "se.fc2", "se.scale_activation", "se.multiply"],
            network.Nodes.Skip(1).SkipLast(1).Select(node => node.Name));
        Assert.Equal((12 * 3) + 3 + (3 * 12) + 12, Parameters(network, "se."));
        Assert.IsType<Sigmoid>(network.Nodes[5].Layer); // the paper's gate; MobileNetV3 has its own
        Assert.Equal([0, 5], network.Nodes[6].Inputs);
        Assert.Equal(new TensorShape(12, 4, 4), network.Shapes[6]);
    }

    [Theory]
    [InlineData(8, 1, false)]
    [InlineData(8, 2, true)]
    [InlineData(16, 1, true)]
    public void A_shortcut_has_a_convolution_only_where_the_shape_changes(int channels, int stride, bool changes)
    {
        NetworkBuilder basic = Start(8, 6, 6).AddBasicBlock("block", 8, channels, stride);
        NetworkBuilder bottleneck = Start(8, 6, 6).AddBottleneck("block", 8, channels, stride);
        foreach (NetworkBuilder builder in new[] { basic, bottleneck })
        {
            NetworkDefinition network = builder.Add("pool", new GlobalSumPool2d()).Build();
            NetworkNode sum = network.Nodes.Single(node => node.Layer is Add);
            Assert.Equal(changes ? "block.downsample.1" : "start", network.Nodes[sum.Inputs[1]].Name);
            Assert.Equal(new TensorShape(channels, 6 / stride, 6 / stride), network.Shapes[^2]);
        }
    }

    [Fact]
    public void A_block_may_be_the_network_s_first()
    {
        NetworkDefinition network = new NetworkBuilder("first", new TensorShape(4, 6, 6))
            .AddBasicBlock("block", 4, 4)
            .Add("pool", new GlobalSumPool2d())
            .Build();
        Assert.Contains(-1, network.Nodes.Single(node => node.Layer is Add).Inputs);
    }

    private static NetworkBuilder Start(int channels, int height, int width) =>
        new NetworkBuilder("blocks", new TensorShape(channels, height, width)).Add("start", new ReLU());

    private static long Parameters(NetworkDefinition network, string prefix) => network.Parameters
        .Where(parameter => parameter.Name.StartsWith(prefix, StringComparison.Ordinal))
        .Sum(parameter => parameter.Definition.Size);
}
