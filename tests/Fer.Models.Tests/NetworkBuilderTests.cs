namespace Fer.Models.Tests;

public class NetworkBuilderTests
{
    [Fact]
    public void Layers_follow_each_other_unless_told_otherwise()
    {
        NetworkDefinition network = Start()
            .Add("first", new Linear(3))
            .Add("second", new Linear(4))
            .Add("aside", new Linear(5), "first")
            .Build();
        Assert.Equal([[-1], [0], [0]], network.Nodes.Select(node => node.Inputs));
        Assert.Equal(["3x1x1", "4x1x1", "5x1x1"], network.Shapes.Select(shape => shape.ToString()));
        Assert.Equal(
            ["first.weight", "first.bias", "second.weight", "second.bias", "aside.weight", "aside.bias"],
            network.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(0, network.FeatureNode); // the last layer's input
    }

    [Fact]
    public void A_shortcut_can_start_at_any_layer_and_at_the_network_s_input()
    {
        NetworkBuilder builder = Start();
        Assert.Equal(NetworkBuilder.Input, builder.Last);
        string first = builder.Last;
        string second = builder.Add("double", new Linear(2)).Add("sum", new Add(), "double", first).Last;
        Assert.Equal("sum", second);
        NetworkDefinition network = builder.Add("relu", new ReLU()).Add("product", new Multiply(), "relu", second).Build();
        Assert.Equal([[-1], [0, -1], [1], [2, 1]], network.Nodes.Select(node => node.Inputs));
    }

    [Fact]
    public void The_name_of_the_input_is_no_layer_s() =>
        AssertError(() => Start().Add("input", new Linear(2)), "'input'");

    [Theory]
    [InlineData(1, 9, 9, 10)]
    [InlineData(3, 3, 200, 10)]
    [InlineData(3, 200, 9, 10)]
    public void A_picture_too_small_is_an_error_that_names_the_smallest_square_that_works(
        int channels, int height, int width, int smallest)
    {
        // 10 -> 8 -> 4 -> 1.
        NetworkBuilder builder = new NetworkBuilder("tiny", new TensorShape(channels, height, width))
            .Add("conv1", new Conv2d(4, Kernel: 3))
            .Add("pool", new MaxPool2d(2, 2))
            .Add("conv2", new Conv2d(4, Kernel: 4))
            .Add("flatten", new Flatten())
            .Add("output", new Linear(2));
        var error = Assert.Throws<NetworkDefinitionException>(() => builder.Build());
        Assert.Equal($"'tiny' needs pictures of at least {smallest}x{smallest}, not {channels}x{height}x{width}.", error.Message);
        Assert.Contains("larger pictures", error.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_larger_pictures_do_not_mend_is_not_blamed_on_their_size()
    {
        NetworkBuilder picture = new NetworkBuilder("tiny", new TensorShape(3, 8, 8)).Add("conv", new Conv2d(2, Kernel: 3, Padding: 2));
        AssertError(() => picture.Build(), "not in a vector");
        NetworkBuilder groups = new NetworkBuilder("tiny", new TensorShape(3, 2, 2)).Add("conv", new Conv2d(2, Kernel: 3, Groups: 2));
        AssertError(() => groups.Build(), "groups");
    }

    [Fact]
    public void A_network_built_stays_as_it_is()
    {
        NetworkBuilder builder = Start().Add("first", new Linear(3));
        NetworkDefinition network = builder.Build();
        builder.Add("second", new Linear(4));
        Assert.Single(network.Nodes);
    }

    [Fact]
    public void An_unknown_input_is_an_error_that_names_it() =>
        AssertError(() => Start().Add("sum", new ReLU(), "later").Add("later", new ReLU()), "'later'");

    [Fact]
    public void A_name_given_twice_is_an_error_that_names_it() =>
        AssertError(() => Start().Add("a", new ReLU()).Add("b", new ReLU()).Add("a", new Linear(2)).Build(), "'a'");

    [Fact]
    public void Two_inputs_for_a_layer_of_one_are_an_error_that_names_it() =>
        AssertError(() => Start().Add("a", new ReLU()).Add("b", new ReLU()).Add("c", new Linear(2), "a", "b").Build(), "'c'");

    [Fact]
    public void A_layer_without_input_is_an_error_that_names_it() =>
        AssertError(() => Start().Add("a", new Linear(2), inputs: []).Build(), "'a'");

    [Fact]
    public void No_layers_are_an_error() => AssertError(() => Start().Build(), "'tiny'");

    [Fact]
    public void Unknown_features_are_an_error_that_names_them() =>
        AssertError(() => Start().Add("a", new Linear(2)).Build("penultimate"), "'penultimate'");

    [Fact]
    public void Missing_names_and_layers_are_refused_at_once()
    {
        Assert.Throws<ArgumentException>(() => Start().Add("", new ReLU()));
        Assert.Throws<ArgumentNullException>(() => Start().Add("a", null!));
        Assert.Throws<ArgumentNullException>(() => Start().Add("a", null!, "b"));
    }

    private static NetworkBuilder Start() => new("tiny", new TensorShape(2));

    private static void AssertError(Action build, string named)
    {
        string message = Assert.Throws<NetworkDefinitionException>(build).Message;
        Assert.Contains("'tiny'", message, StringComparison.Ordinal);
        Assert.Contains(named, message, StringComparison.Ordinal);
    }
}
