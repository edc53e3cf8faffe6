using System.Text.Json;

namespace Fer.Models.Tests;

/// <summary>Weights with the normalisation folded in give for plain pictures what PyTorch gives for normalised ones.</summary>
public class FoldedNormalizationTests
{
    private const int Height = 6, Width = 7, Outputs = 4, Kernel = 3;

    private static readonly JsonElement Cases =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "fixtures", "folded_normalization.json"))).RootElement;

    private static readonly WeightLoadingOptions Folding = new()
    {
        FoldNormalization = ChannelNormalization.ImageNet,
        SumInputChannels = true,
    };

    [Theory]
    [InlineData(0, "grey")]
    [InlineData(0, "colour")]
    [InlineData(1, "grey")]
    [InlineData(1, "colour")]
    public void Folded_weights_give_the_outputs_of_PyTorch_for_plain_pictures(int number, string picture)
    {
        JsonElement item = Cases[number];
        bool hasBias = number == 0;
        NetworkDefinition network = Build(new BatchNorm(), picture == "grey" ? 1 : 3, hasBias);
        LoadedWeights loaded = WeightLoader.Fit(network, State(item, network), Folding);
        Assert.Equal(["conv.weight", hasBias ? "conv.bias" : "bn.running_mean"], loaded.Adapted);

        double[] outputs = Run(loaded.Tensors, item.GetProperty(picture).Deserialize<float[]>()!);
        double[] expected = item.GetProperty(picture + "_output").Deserialize<double[]>()!;
        Assert.Equal(expected.Length, outputs.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], outputs[i], 2e-5);
    }

    [Fact]
    public void The_file_s_own_tensors_stay_as_they_were()
    {
        NetworkDefinition network = Build(new BatchNorm(), 1, bias: false);
        Dictionary<string, Tensor> state = State(Cases[1], network);
        float[] weights = [.. state["conv.weight"].Values];
        float[] means = [.. state["bn.running_mean"].Values];
        WeightLoader.Fit(network, state, Folding);
        Assert.Equal(weights, state["conv.weight"].Values);
        Assert.Equal(means, state["bn.running_mean"].Values);
    }

    [Fact]
    public void Means_that_nothing_can_take_are_refused_by_name()
    {
        NetworkDefinition network = Build(new ReLU(), 1, bias: false);
        string message = Refusal(network, State(Cases[1], network), Folding);
        Assert.Contains("'conv' has neither a bias nor only batch normalisation after it", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_folding_makes_infinite_are_refused_by_name()
    {
        NetworkDefinition network = Build(new BatchNorm(), 1, bias: false);
        Dictionary<string, Tensor> state = State(Cases[1], network);
        state["conv.weight"].Values[3] = 3e38f;
        Assert.Contains("'conv.weight'", Refusal(network, state, Folding), StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_that_no_convolution_takes_is_refused_by_name()
    {
        NetworkDefinition network = new NetworkBuilder("linear", new TensorShape(1, 2, 2))
            .Add("flatten", new Flatten())
            .Add("fc", new Linear(2))
            .Build();
        Assert.Contains("'flatten'", Refusal(network, WeightInitializer.Initialize(network, 1), Folding), StringComparison.Ordinal);
    }

    [Fact]
    public void A_normalisation_of_other_channels_is_refused()
    {
        NetworkDefinition network = Build(new BatchNorm(), 1, bias: false);
        string message = Refusal(network, WeightInitializer.Initialize(network, 1), Folding);
        Assert.Contains("3 means and 3 deviations, and 'conv.weight' 1 channels", message, StringComparison.Ordinal);
        var zero = new WeightLoadingOptions { FoldNormalization = new ChannelNormalization([0], [0]) };
        Assert.Contains("above 0", Refusal(network, WeightInitializer.Initialize(network, 1), zero), StringComparison.Ordinal);
    }

    private static NetworkDefinition Build(Layer second, int channels, bool bias) =>
        new NetworkBuilder("stem", new TensorShape(channels, Height, Width))
            .Add("conv", new Conv2d(Outputs, Kernel, Bias: bias))
            .Add("bn", second)
            .Add("flatten", new Flatten())
            .Add("fc", new Linear(2))
            .Build();

    /// <summary>The case's own tensors, and initial ones for what it has not.</summary>
    private static Dictionary<string, Tensor> State(JsonElement item, NetworkDefinition network)
    {
        var state = new Dictionary<string, Tensor>(WeightInitializer.Initialize(network, 1));
        foreach (JsonProperty tensor in item.GetProperty("state").EnumerateObject().Where(tensor => state.ContainsKey(tensor.Name)))
        {
            state[tensor.Name] = new Tensor(
                tensor.Value.GetProperty("shape").Deserialize<int[]>()!, tensor.Value.GetProperty("values").Deserialize<float[]>()!);
        }

        return state;
    }

    /// <summary>Convolution and batch normalisation as their definitions say.</summary>
    private static double[] Run(IReadOnlyDictionary<string, Tensor> weights, float[] picture)
    {
        var outputs = new List<double>();
        Tensor kernel = weights["conv.weight"];
        int channels = kernel.Dimensions[1];
        for (int output = 0; output < Outputs; output++)
        {
            for (int y = 0; y <= Height - Kernel; y++)
            {
                for (int x = 0; x <= Width - Kernel; x++)
                {
                    double sum = weights.TryGetValue("conv.bias", out Tensor? bias) ? bias.Values[output] : 0;
                    for (int i = 0; i < channels * Kernel * Kernel; i++)
                    {
                        (int channel, int row, int column) = (i / (Kernel * Kernel), i / Kernel % Kernel, i % Kernel);
                        sum += (double)kernel.Values[output * channels * Kernel * Kernel + i]
                            * picture[(channel * Height + y + row) * Width + x + column];
                    }

                    double scale = weights["bn.weight"].Values[output] / Math.Sqrt(weights["bn.running_var"].Values[output] + 1e-5);
                    outputs.Add((sum - weights["bn.running_mean"].Values[output]) * scale + weights["bn.bias"].Values[output]);
                }
            }
        }

        return [.. outputs];
    }

    private static string Refusal(NetworkDefinition network, IReadOnlyDictionary<string, Tensor> weights, WeightLoadingOptions options) =>
        Assert.Throws<TensorFileException>(() => WeightLoader.Fit(network, weights, options)).Message;
}
