namespace Fer.Models.Tests;

/// <summary>What every network of the zoo must do, whichever it is.</summary>
public class NetworkZooTests
{
    public static TheoryData<string> Names => [.. NetworkZoo.Names];

    /// <summary>The networks that cannot do with every size, and the smallest square pictures that they take.</summary>
    public static TheoryData<string, int> SmallestSizes => new()
    {
        { "ferd-cnn", 16 }, // four max pools
        { "ferd-cnn-cbam", 16 },
        { "fer-vgg", 16 },
        { "vgg16", 32 }, // five
        { "vgg16-bn", 32 },
    };

    [Fact]
    public void The_zoo_has_the_networks_of_the_papers_in_alphabetical_order() =>
        Assert.Equal(
            [
                "fer-resnet", "fer-vgg", "ferd-cnn", "ferd-cnn-cbam", "mobilenet-v3-large", "mobilenet-v3-small",
                "resnet18", "resnet34", "resnet50", "vgg16", "vgg16-bn",
            ],
            NetworkZoo.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_makes_the_network_of_that_name_for_the_pictures_it_was_published_with(string name)
    {
        NetworkDefinition network = NetworkZoo.Create(name, 5);
        Assert.Equal((name, 5), (network.Name, network.Classes));
        bool isForFaces = name.StartsWith("fer", StringComparison.Ordinal);
        Assert.Equal(isForFaces ? new TensorShape(1, 48, 48) : new TensorShape(3, 224, 224), network.Input);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_pictures_and_class_counts_will_do(string name)
    {
        foreach (int classes in new[] { 2, 7, 1000 })
        {
            foreach (int channels in new[] { 1, 3 })
            {
                foreach ((int height, int width) in new[] { (48, 48), (33, 32), (51, 75), (224, 97), (64, 256) })
                {
                    NetworkDefinition network = NetworkZoo.Create(name, classes, new TensorShape(channels, height, width));
                    Assert.Equal(new TensorShape(channels, height, width), network.Input);
                    Assert.Equal(new TensorShape(classes), network.Output);
                    Assert.Equal(channels, network.Parameters[0].Definition.Dimensions[1]);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Features_are_the_vector_that_the_head_takes(string name)
    {
        NetworkDefinition network = NetworkZoo.Create(name, 7);
        int head = FreezeRatio.Head(network);
        Assert.Equal(network.Nodes.Count - 1, head);
        Assert.Equal(1, network.Features.Positions);
        Assert.Equal(network.InputShape(head), network.Features);
        Assert.InRange(network.FeatureNode, 0, head - 1);
        Assert.IsNotType<Dropout>(network.Nodes[network.FeatureNode].Layer);
        Assert.Equal([7, network.Features.Size], network.Parameters[^2].Definition.Dimensions);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Names_are_unique_and_every_layer_is_used(string name)
    {
        NetworkDefinition network = NetworkZoo.Create(name, 7);
        Assert.Distinct(network.Nodes.Select(node => node.Name));
        Assert.Distinct(network.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(
            Enumerable.Range(-1, network.Nodes.Count), // the input and all but the last
            network.Nodes.SelectMany(node => node.Inputs).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(SmallestSizes))]
    public void Pictures_too_small_are_an_error_that_names_the_smallest_that_work(string name, int smallest)
    {
        foreach (TensorShape input in new TensorShape[] { new(3, smallest / 2, smallest / 2), new(1, smallest - 1, 300), new(3, 300, 1) })
        {
            var error = Assert.Throws<NetworkDefinitionException>(() => NetworkZoo.Create(name, 7, input));
            Assert.Equal($"'{name}' needs pictures of at least {smallest}x{smallest}, not {input}.", error.Message);
        }

        Assert.Equal(7, NetworkZoo.Create(name, 7, new TensorShape(3, smallest, smallest)).Classes);
    }

    [Fact]
    public void The_others_take_a_single_pixel()
    {
        string[] others = [.. NetworkZoo.Names.Except(SmallestSizes.Select(row => row.Data.Item1))];
        Assert.Equal(6, others.Length);
        Assert.All(others, name => Assert.Equal(7, NetworkZoo.Create(name, 7, new TensorShape(1)).Classes));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_classes_no_channels_and_no_pixels_are_errors_that_name_the_network(string name)
    {
        foreach ((int classes, TensorShape input) in new (int, TensorShape)[]
            { (0, new(1, 64, 64)), (-1, new(1, 64, 64)), (7, new(0, 64, 64)), (7, new(1, 0, 64)), (7, new(1, 64, -1)) })
        {
            var error = Assert.Throws<NetworkDefinitionException>(() => NetworkZoo.Create(name, classes, input));
            Assert.StartsWith($"'{name}'", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_freeze_ratio_of_0_freezes_nothing(string name) =>
        Assert.Equal(0, FreezeRatio.FrozenNodes(NetworkZoo.Create(name, 7), 0));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_freeze_ratio_freezes_that_share_of_the_layers_before_the_head(string name)
    {
        NetworkDefinition network = NetworkZoo.Create(name, 7);
        int layers = network.Nodes.Count(node => node.Layer is Conv2d or Linear);
        for (int tenths = 0; tenths <= 10; tenths++)
        {
            int frozen = FreezeRatio.FrozenNodes(network, tenths / 10.0);
            Assert.Equal((layers - 1) * tenths / 10, network.Nodes.Take(frozen).Count(node => node.Layer is Conv2d or Linear));
            Assert.False(network.Nodes[frozen].Layer is BatchNorm, $"The batch norm of a frozen layer learns at {tenths} tenths.");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_freeze_ratio_of_1_leaves_the_head_alone_on_features_that_can_be_computed_once(string name)
    {
        NetworkDefinition network = NetworkZoo.Create(name, 7);
        int frozen = FreezeRatio.FrozenNodes(network, 1);
        int head = FreezeRatio.Head(network);
        Assert.All(network.Parameters, parameter => Assert.Equal(parameter.Node != head, parameter.Node < frozen));
        int border = Assert.NotNull(network.FindBorder(frozen));
        Assert.Equal(network.Features, network.ShapeOf(border));
        Assert.Equal(
            network.Parameters.Where(parameter => parameter.Node == head).Select(parameter => parameter.Name),
            network.Tail(frozen).Parameters.Select(parameter => parameter.Name));
        Assert.Equal(frozen, network.Tail(frozen).FirstNode);
    }

    [Fact]
    public void An_unknown_name_is_an_error_that_lists_those_there_are()
    {
        string message = Assert.Throws<NetworkDefinitionException>(() => NetworkZoo.Create("lenet-5000", 7)).Message;
        Assert.Contains("'lenet-5000'", message, StringComparison.Ordinal);
        Assert.All(NetworkZoo.Names, name => Assert.Contains(name, message, StringComparison.Ordinal));
    }
}
