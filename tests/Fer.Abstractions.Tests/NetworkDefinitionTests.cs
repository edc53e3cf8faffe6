namespace Fer.Tests;

public class NetworkDefinitionTests
{
    private static readonly TensorShape Picture = new(3, 9, 8);

    [Fact]
    public void Shapes_parameters_and_multiply_adds_are_inferred()
    {
        // By hand, after PyTorch's formula floor((n + 2p - k) / s) + 1.
        var network = new NetworkDefinition("net", Picture,
        [
            new("conv", new Conv2d(4, Kernel: 3, Stride: 2, Padding: 1, Bias: false), [-1]),
            new("norm", new BatchNorm(), [0]),
            new("pool", new MaxPool2d(Kernel: 2, Stride: 2), [1]),
            new("drop", new Dropout(0.5), [2]),
            new("flat", new Flatten(), [3]),
            new("out", new Linear(5), [4]),
        ]);
        Assert.Equal(["4x5x4", "4x5x4", "4x2x2", "4x2x2", "16x1x1", "5x1x1"], network.Shapes.Select(shape => shape.ToString()));
        Assert.Equal(
            ["conv.weight", "norm.weight", "norm.bias", "norm.running_mean", "norm.running_var", "out.weight", "out.bias"],
            network.Parameters.Select(parameter => parameter.Name));
        Assert.Equal([4, 3, 3, 3], network.Parameters[0].Definition.Dimensions);
        Assert.Equal([5, 16], network.Parameters[5].Definition.Dimensions);
        Assert.Equal(108 + 16 + 85, network.TotalParameterCount);
        Assert.Equal(108 + 8 + 85, network.TrainableParameterCount);
        Assert.Equal((4 * 5 * 4 * 27) + (16 * 5), network.MultiplyAdds);
        Assert.Equal((5, new TensorShape(16)), (network.Classes, network.Features));
    }

    [Fact]
    public void The_features_of_a_single_layer_are_the_input()
    {
        var network = new NetworkDefinition("net", new TensorShape(3), [new("out", new Linear(5), [-1])]);
        Assert.Equal((-1, new TensorShape(3)), (network.FeatureNode, network.Features));
    }

    public static TheoryData<string, Layer> LayersThatDoNotFit => new()
    {
        { "larger", new Conv2d(4, Kernel: 10) },
        { "at least 1", new Conv2d(0, Kernel: 3) },
        { "at least 1", new Conv2d(4, Kernel: 0) },
        { "at least 1", new Conv2d(4, Kernel: 3, Stride: 0) },
        { "at least 0", new Conv2d(4, Kernel: 3, Padding: -1) },
        { "larger", new MaxPool2d(Kernel: 9, Stride: 1) },
        { "at least 1", new MaxPool2d(Kernel: 2, Stride: 0) },
        { "Flatten", new Linear(5) },
        { "at least one", new Linear(0) },
        { "rate", new Dropout(1) },
        { "rate", new Dropout(-0.1) },
        { "rate", new Dropout(double.NaN) },
        { "too large", new Conv2d(int.MaxValue, Kernel: 1) },
    };

    [Theory]
    [MemberData(nameof(LayersThatDoNotFit))]
    public void A_layer_that_does_not_fit_is_an_error_that_names_it(string reason, Layer layer) =>
        AssertError([new("misfit", layer, [-1])], "'misfit'", reason);

    [Fact]
    public void A_name_that_stands_twice_is_an_error() =>
        AssertError([new("same", new ReLU(), [-1]), new("same", new ReLU(), [0])], "'same'");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(-2)]
    public void An_input_that_is_not_earlier_is_an_error(int input) =>
        AssertError([new("first", new ReLU(), [-1]), new("second", new ReLU(), [input])], "'second'", "earlier");

    [Fact]
    public void No_inputs_and_too_many_are_errors()
    {
        AssertError([new("none", new ReLU(), [])], "'none'");
        AssertError([new("two", new ReLU(), [-1, -1])], "'two'", "one input");
    }

    [Fact]
    public void An_end_that_is_no_vector_is_an_error() => AssertError([new("last", new ReLU(), [-1])], "3x9x8", "vector");

    [Fact]
    public void No_layers_are_an_error() => AssertError([], "no layers");

    [Fact]
    public void Unknown_features_are_an_error()
    {
        NetworkNode[] nodes = [new("flat", new Flatten(), [-1])];
        Assert.Contains("'none'", Error(Picture, nodes, "none").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 9, 8, "empty")]
    [InlineData(3, -9, -8, "empty")]
    [InlineData(1, 65_536, 65_536, "too large")]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue, "too large")]
    public void An_impossible_input_is_an_error(int channels, int height, int width, string reason)
    {
        NetworkNode[] nodes = [new("pool", new MaxPool2d(Kernel: 2, Stride: 2), [-1]), new("flat", new Flatten(), [0])];
        Assert.Contains(reason, Error(new TensorShape(channels, height, width), nodes).Message, StringComparison.Ordinal);
    }

    private static void AssertError(NetworkNode[] nodes, params string[] parts)
    {
        string message = Error(Picture, nodes).Message;
        Assert.All(["'net'", .. parts], part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    private static NetworkDefinitionException Error(TensorShape input, NetworkNode[] nodes, string? featureNode = null) =>
        Assert.Throws<NetworkDefinitionException>(() => new NetworkDefinition("net", input, nodes, featureNode));
}
