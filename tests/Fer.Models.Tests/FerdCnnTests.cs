namespace Fer.Models.Tests;

public class FerdCnnTests
{
    /// <summary>
    /// Table I of Robu, Moldovanu and Moldovanu: each layer's output and what stands under "Param #", which for dropout is its rate.
    /// </summary>
    public static TheoryData<string, string, double> TableI => new()
    {
        { "conv1", "64x48x48", 640 },
        { "batch_norm1", "64x48x48", 256 },
        { "max_pool1", "64x24x24", 0 },
        { "dropout1", "64x24x24", 0.25 },
        { "conv2", "128x24x24", 73_856 },
        { "batch_norm2", "128x24x24", 512 },
        { "max_pool2", "128x12x12", 0 },
        { "dropout2", "128x12x12", 0.3 },
        { "conv3", "256x12x12", 295_168 },
        { "batch_norm3", "256x12x12", 1_024 },
        { "max_pool3", "256x6x6", 0 },
        { "dropout3", "256x6x6", 0.35 },
        { "conv4", "512x6x6", 1_180_160 },
        { "batch_norm4", "512x6x6", 2_048 },
        { "max_pool4", "512x3x3", 0 },
        { "dropout4", "512x3x3", 0.4 },
        { "flatten", "4608x1x1", 0 },
        { "dense1", "512x1x1", 2_359_808 },
        { "batch_norm5", "512x1x1", 2_048 },
        { "dropout5", "512x1x1", 0.6 },
        { "dense2", "256x1x1", 131_328 },
        { "batch_norm6", "256x1x1", 1_024 },
        { "dropout6", "256x1x1", 0.5 },
        { "output", "7x1x1", 1_799 },
    };

    [Theory]
    [MemberData(nameof(TableI))]
    public void Layers_are_those_of_Table_I(string layer, string shape, double parametersOrRate)
    {
        NetworkDefinition network = FerdCnn.Create();
        int node = network.Nodes.ToList().FindIndex(item => item.Name == layer);
        Assert.Equal(shape, network.Shapes[node].ToString());
        double found = network.Nodes[node].Layer is Dropout dropout
            ? dropout.Rate
            : network.Parameters.Where(parameter => parameter.Node == node).Sum(parameter => parameter.Definition.Size);
        Assert.Equal(parametersOrRate, found);
    }

    [Fact]
    public void Table_I_and_six_rectifiers_are_the_whole_network()
    {
        NetworkDefinition network = FerdCnn.Create();
        Assert.Equal(TableI.Select(row => row.Data.Item1), network.Nodes.Where(node => node.Layer is not ReLU).Select(node => node.Name));
        Assert.Equal(6, network.Nodes.Count(node => node.Layer is ReLU));
        Assert.Equal(4_049_671, network.TotalParameterCount);
        Assert.Equal(4_046_215, network.TrainableParameterCount);
        Assert.Equal(7, network.Classes);
    }

    [Fact]
    public void Multiply_adds_are_the_sums_of_products()
    {
        long expected = (48L * 48 * 64 * 9) + (24L * 24 * 128 * 64 * 9) + (12L * 12 * 256 * 128 * 9) + (6L * 6 * 512 * 256 * 9)
            + (4608L * 512) + (512 * 256) + (256 * 7);
        Assert.Equal(expected, FerdCnn.Create().MultiplyAdds);
    }

    [Fact]
    public void Features_are_256_wide_and_come_from_the_last_rectifier()
    {
        NetworkDefinition network = FerdCnn.Create();
        Assert.Equal(new TensorShape(256), network.Features);
        Assert.Equal("relu6", network.Nodes[network.FeatureNode].Name);
    }

    [Theory]
    [InlineData(2, 1, 48, 48, 4_049_671 - (5 * 257))]
    [InlineData(8, 1, 48, 48, 4_049_671 + 257)]
    [InlineData(7, 3, 48, 48, 4_049_671 + (2 * 9 * 64))]
    [InlineData(7, 1, 64, 80, 4_049_671 + ((20 - 9) * 512 * 512))]
    [InlineData(7, 1, 16, 31, 4_049_671 - ((9 - 1) * 512 * 512))]
    public void Other_classes_and_pictures_change_only_the_layers_that_meet_them(
        int classes, int channels, int height, int width, long parameters)
    {
        NetworkDefinition network = FerdCnn.Create(classes, new TensorShape(channels, height, width));
        Assert.Equal(parameters, network.TotalParameterCount);
        Assert.Equal(classes, network.Classes);
        Assert.Equal(new TensorShape(256), network.Features);
    }

    [Theory]
    [InlineData(15, 48, "512x1x6")]
    [InlineData(48, 15, "512x6x1")]
    public void A_picture_too_small_is_an_error_that_names_the_smallest_size_and_the_layer(int height, int width, string size)
    {
        var error = Assert.Throws<NetworkDefinitionException>(() => FerdCnn.Create(7, new TensorShape(1, height, width)));
        Assert.Equal($"'ferd-cnn' needs pictures of at least 16x16, not 1x{height}x{width}.", error.Message);
        Assert.All(
            ["'ferd-cnn'", "'max_pool4'", size, "larger pictures"],
            part => Assert.Contains(part, error.InnerException!.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Attention_stands_before_each_block_s_dropout_and_changes_nothing_else()
    {
        NetworkDefinition plain = FerdCnn.Create(), network = FerdCnn.Create(cbam: true);
        Assert.Equal("ferd-cnn-cbam", network.Name);
        Assert.Equal(
            plain.Nodes.Select(node => node.Name),
            network.Nodes.Select(node => node.Name).Where(name => !name.StartsWith("cbam", StringComparison.Ordinal)));
        for (int block = 1; block <= 4; block++)
        {
            int dropout = network.Nodes.ToList().FindIndex(node => node.Name == $"dropout{block}");
            Assert.Equal($"cbam{block}.spatial.multiply", network.Nodes[network.Nodes[dropout].Inputs[0]].Name);
        }

        // 2 * C * C / 16 + 98 for each of the blocks of 64, 128, 256 and 512 channels.
        Assert.Equal(plain.TrainableParameterCount + 610 + 2_146 + 8_290 + 32_866, network.TrainableParameterCount);
    }

    [Fact]
    public void No_classes_is_an_error_that_names_the_layer() =>
        Assert.Contains("'output'", Assert.Throws<NetworkDefinitionException>(() => FerdCnn.Create(0)).Message, StringComparison.Ordinal);
}
