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
