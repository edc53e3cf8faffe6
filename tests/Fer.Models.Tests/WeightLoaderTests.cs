namespace Fer.Models.Tests;

public class WeightLoaderTests
{
    private static readonly NetworkDefinition Network = Build(classes: 7, channels: 3);

    [Fact]
    public void Weights_that_fit_are_taken_as_they_are()
    {
        IReadOnlyDictionary<string, Tensor> weights = WeightInitializer.Initialize(Network, 1);
        LoadedWeights loaded = WeightLoader.Fit(Network, weights);
        Assert.Equal(weights.Keys.Order(), loaded.Tensors.Keys.Order());
        Assert.All(weights, pair => Assert.Same(pair.Value, loaded.Tensors[pair.Key]));
        Assert.Equal(("", 0, 0, 0),
            (loaded.StrippedPrefix, loaded.Ignored.Count, loaded.Reinitialized.Count, loaded.Adapted.Count));
    }

    [Fact]
    public void A_state_dict_of_PyTorch_fits()
    {
        NetworkDefinition network = new NetworkBuilder("tiny", new TensorShape(3, 3, 3))
            .Add("conv", new Conv2d(4, Kernel: 3, Bias: false))
            .Add("bn", new BatchNorm())
            .Add("fc", new Linear(5))
            .Build();
        LoadedWeights loaded = WeightLoader.Fit(network, PyTorchFiles.ReadFromDisk("checkpoint.pth").Tensors);
        Assert.Equal(["bn.num_batches_tracked"], loaded.Ignored);
        Assert.Equal(network.Parameters.Select(parameter => parameter.Name).Order(), loaded.Tensors.Keys.Order());
    }

    [Fact]
    public void All_that_does_not_fit_is_told_at_once()
    {
        Dictionary<string, Tensor> weights = Initial(Network);
        weights.Remove("conv.weight");
        weights.Remove("bn.running_var");
        weights["bn.bias"] = new Tensor([3], [1, 2, 3]);
        weights["fc.weight"] = new Tensor([1000, 4], new float[4000]);
        weights["bn.weight"].Values[1] = float.NegativeInfinity;
        weights["layer4.weight"] = new Tensor([1], [1]);
        string message = Refusal(Network, weights, new WeightLoadingOptions { File = "weights.pth" });
        Assert.Equal(
            "weights.pth: these weights do not fit the network 'tiny': 2 missing: conv.weight, bn.running_var; " +
            "1 unexpected: layer4.weight; 2 wrongly shaped: bn.bias is [3] instead of [4], fc.weight is [1000, 4] instead of [7, 4]; " +
            "1 not finite: bn.weight. The file's head is for 1000 classes: " +
            "make the network for as many, or keep all but the head (ReinitializeHead) and train.",
            message);
    }

    [Theory]
    [InlineData("module.")]
    [InlineData("module.model.")]
    [InlineData("_orig_mod.")]
    public void A_prefix_that_all_share_is_stripped(string prefix)
    {
        Dictionary<string, Tensor> weights = Initial(Network).ToDictionary(pair => prefix + pair.Key, pair => pair.Value);
        weights[prefix + "bn.num_batches_tracked"] = new Tensor([], [3]);
        LoadedWeights loaded = WeightLoader.Fit(Network, weights);
        Assert.Equal(prefix, loaded.StrippedPrefix);
        Assert.Equal([prefix + "bn.num_batches_tracked"], loaded.Ignored);
        Assert.Same(weights[prefix + "fc.bias"], loaded.Tensors["fc.bias"]);
        Assert.Contains("missing", Refusal(Network, weights, new WeightLoadingOptions { StripPrefix = false }), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_a_prefix_does_not_explain_are_told_as_they_are()
    {
        var weights = new Dictionary<string, Tensor> { ["head.weight"] = new([1], [1]), ["head.beta"] = new([1], [1]) };
        Assert.Contains("2 unexpected: head.beta, head.weight.", Refusal(Network, weights, new()), StringComparison.Ordinal);
        Assert.Contains("missing", Refusal(Network, new Dictionary<string, Tensor>(), new()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_head_of_other_classes_is_drawn_anew_when_asked()
    {
        Dictionary<string, Tensor> weights = Initial(Build(classes: 1000, channels: 3));
        Assert.Contains("(ReinitializeHead)", Refusal(Network, weights, new()), StringComparison.Ordinal);

        LoadedWeights loaded = WeightLoader.Fit(Network, weights, new WeightLoadingOptions { ReinitializeHead = true, Seed = 9 });
        Assert.Equal(["fc.weight", "fc.bias"], loaded.Reinitialized);
        IReadOnlyDictionary<string, Tensor> initial = WeightInitializer.Initialize(Network, 9);
        Assert.Equal(initial["fc.weight"].Values, loaded.Tensors["fc.weight"].Values);
        Assert.Equal([7], loaded.Tensors["fc.bias"].Dimensions);
        Assert.Same(weights["conv.weight"], loaded.Tensors["conv.weight"]);
        Assert.Equal([1000, 4], weights["fc.weight"].Dimensions);
    }

    [Fact]
    public void A_head_that_is_absent_is_drawn_anew_when_asked_and_one_that_fits_is_kept()
    {
        Dictionary<string, Tensor> weights = Initial(Network);
        var options = new WeightLoadingOptions { ReinitializeHead = true };
        Assert.Empty(WeightLoader.Fit(Network, weights, options).Reinitialized);
        weights.Remove("fc.weight");
        weights.Remove("fc.bias");
        Assert.Equal(["fc.weight", "fc.bias"], WeightLoader.Fit(Network, weights, options).Reinitialized);
    }

    [Fact]
    public void A_head_on_other_features_is_refused_though_asked()
    {
        Dictionary<string, Tensor> weights = Initial(Network);
        weights["fc.weight"] = new Tensor([1000, 5], new float[5000]);
        string message = Refusal(Network, weights, new WeightLoadingOptions { ReinitializeHead = true });
        Assert.Contains("fc.weight is [1000, 5] instead of [7, 4]", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Colour_weights_are_summed_for_grey_pictures_when_asked()
    {
        NetworkDefinition grey = Build(classes: 7, channels: 1);
        Dictionary<string, Tensor> weights = Initial(Network);
        Assert.Contains("pictures of 3 channels", Refusal(grey, weights, new()), StringComparison.Ordinal);

        LoadedWeights loaded = WeightLoader.Fit(grey, weights, new WeightLoadingOptions { SumInputChannels = true });
        Assert.Equal(["conv.weight"], loaded.Adapted);
        Tensor sum = loaded.Tensors["conv.weight"];
        Assert.Equal([4, 1, 3, 3], sum.Dimensions);
        float[] colour = weights["conv.weight"].Values;
        for (int output = 0; output < 4; output++)
        {
            for (int i = 0; i < 9; i++)
            {
                double expected = (double)colour[output * 27 + i] + colour[output * 27 + 9 + i] + colour[output * 27 + 18 + i];
                Assert.Equal((float)expected, sum.Values[output * 9 + i]);
            }
        }
    }

    private static NetworkDefinition Build(int classes, int channels) =>
        new NetworkBuilder("tiny", new TensorShape(channels, 3, 3))
            .Add("conv", new Conv2d(4, Kernel: 3, Bias: false))
            .Add("bn", new BatchNorm())
            .Add("fc", new Linear(classes))
            .Build();

    private static Dictionary<string, Tensor> Initial(NetworkDefinition network) => new(WeightInitializer.Initialize(network, 1));

    private static string Refusal(NetworkDefinition network, IReadOnlyDictionary<string, Tensor> weights, WeightLoadingOptions options) =>
        Assert.Throws<TensorFileException>(() => WeightLoader.Fit(network, weights, options)).Message;
}
