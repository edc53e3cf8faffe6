using System.Runtime.InteropServices;

namespace Fer.TorchSharp.Tests;

/// <summary>What goes wrong says what to do about it.</summary>
public class ErrorTests
{
    [Fact]
    public void A_device_that_runs_out_of_memory_names_the_batch()
    {
        // 40,000 x 40,000 values a sample: libtorch is refused the memory at once.
        var network = new NetworkDefinition(
            "huge", new TensorShape(1),
            [new("spread", new AdaptiveAvgPool2d(40_000, 40_000), [-1]), new("sum", new GlobalSumPool2d(), [0])]);
        using INetwork compiled = BothEngines.Torch.CompileForPrediction(network, new Dictionary<string, Tensor>(), 100_000);
        DeviceMemoryException error = Assert.Throws<DeviceMemoryException>(
            () => compiled.Predict(new float[100_000], 100_000, new float[100_000]));
        Assert.Contains("--batch", error.Message, StringComparison.Ordinal);
        Assert.IsAssignableFrom<ExternalException>(error.InnerException);
    }

    [Theory]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB", true)]
    [InlineData("[enforce fail at alloc_cpu.cpp:75] err == 0. DefaultCPUAllocator: can't allocate memory", true)]
    [InlineData("The size of tensor a (3) must match the size of tensor b (4)", false)]
    public void Running_out_of_memory_is_told_from_other_errors(string message, bool expected) =>
        Assert.Equal(expected, NativeLibraries.IsOutOfMemory(new System.ComponentModel.Win32Exception(0, message)));

    [Fact]
    public void Missing_native_libraries_name_the_packages()
    {
        var cause = new TypeInitializationException("TorchSharp.torch", new DllNotFoundException("LibTorchSharp"));
        FerException error = Assert.IsType<TorchUnavailableException>(NativeLibraries.Explain(cause));
        Assert.Contains("TorchSharp-cpu", error.Message, StringComparison.Ordinal);
        Assert.Contains("TorchSharp-cuda-windows", error.Message, StringComparison.Ordinal);
        Assert.Null(NativeLibraries.Explain(new InvalidOperationException()));
    }

    [Fact]
    public void A_GPU_that_is_not_there_is_named()
    {
        Assert.SkipWhen(global::TorchSharp.torch.cuda.is_available(), "This machine has a GPU.");
        TorchUnavailableException error = Assert.Throws<TorchUnavailableException>(
            () => new TorchEngine(new TorchEngineOptions { Device = "cuda" }));
        Assert.Contains("TorchSharp-cuda-linux", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Native_libraries_that_cannot_be_loaded_are_an_error_of_their_own()
    {
        Assert.Throws<TorchUnavailableException>(() => NativeLibraries.Load(() => throw new DllNotFoundException("LibTorchSharp")));
        Assert.Throws<InvalidOperationException>(() => NativeLibraries.Load(() => throw new InvalidOperationException()));
    }

    [Fact]
    public void A_layer_of_another_kind_is_named()
    {
        NetworkDefinition Of(Layer layer) => new("odd", new TensorShape(2), [new("strange", layer, [-1])]);
        foreach (NetworkDefinition network in (NetworkDefinition[])[Of(new UnknownLayer()), Of(new UnknownActivation())])
        {
            NetworkDefinitionException error = Assert.Throws<NetworkDefinitionException>(
                () => BothEngines.Torch.CompileForPrediction(network, new Dictionary<string, Tensor>(), 1));
            Assert.Contains("strange", error.Message, StringComparison.Ordinal);
            Assert.Contains(network.Nodes[0].Layer.GetType().Name, error.Message, StringComparison.Ordinal);
        }

        NetworkDefinition scaled = Of(new UnknownParameter());
        var weights = new Dictionary<string, Tensor> { ["strange.slope"] = new([2], new float[2]) };
        Assert.Contains("slope", Assert.Throws<NetworkDefinitionException>(
            () => BothEngines.Torch.CompileForPrediction(scaled, weights, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_out_of_range_and_too_few_values_are_refused()
    {
        var network = new NetworkDefinition("linear", new TensorShape(2), [new("fc", new Linear(2, Bias: false), [-1])]);
        var weights = new Dictionary<string, Tensor> { ["fc.weight"] = new([2, 2], new float[4]) };
        TrainingOptions[] nonsense =
        [
            new() { LabelSmoothing = 1.1 }, new() { LabelSmoothing = double.NaN }, new() { BackboneLearningRate = -1 },
            new() { BackboneLearningRate = double.PositiveInfinity }, new() { ClassWeights = [1f] },
        ];
        Assert.All(nonsense, options => Assert.Throws<ArgumentException>(
            () => BothEngines.Torch.CompileForTraining(network, weights, options)));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => BothEngines.Torch.CompileForTraining(network, weights, new TrainingOptions { BatchSize = 0 }));
        using INetwork predicting = BothEngines.Torch.CompileForPrediction(network, weights, 4);
        Assert.Throws<ArgumentException>(() => predicting.Predict(new float[7], 4, new float[8]));
        Assert.Throws<ArgumentOutOfRangeException>(() => predicting.Predict(new float[10], 5, new float[10]));
    }

    [Theory]
    [InlineData("a..b")]
    [InlineData(".a")]
    public void A_name_that_gives_no_module_is_refused(string name)
    {
        var network = new NetworkDefinition("named", new TensorShape(2), [new(name, new Linear(2, Bias: false), [-1])]);
        var weights = new Dictionary<string, Tensor> { [$"{name}.weight"] = new([2, 2], new float[4]) };
        Assert.Throws<NetworkDefinitionException>(() => BothEngines.Torch.CompileForPrediction(network, weights, 1));
    }

    private sealed record UnknownLayer : Layer
    {
        public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs) => inputs[0];
    }

    private sealed record UnknownActivation : ElementwiseLayer;

    private sealed record UnknownParameter : Layer
    {
        public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs) => inputs[0];

        public override IReadOnlyList<ParameterDefinition> Parameters(TensorShape input) =>
            [new("slope", [input.Size], ParameterRole.Scale, 1)];
    }
}
