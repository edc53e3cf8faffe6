using BenchmarkDotNet.Attributes;
using Fer.Engine;
using Fer.Models;

namespace Fer.Benchmarks;

/// <summary>Single convolutions as the networks have them, direct and by Winograd's algorithm where that applies.</summary>
[ShortRunJob]
public class ConvolutionBenchmarks : IDisposable
{
    private const int BatchSize = 16;

    private CpuEngine? _engine;
    private INetwork? _predicting;
    private ITrainableNetwork? _training;
    private Batch? _batch;
    private float[] _logits = [];

    /// <summary>The convolution: input, outputs, kernel, stride, groups.</summary>
    [ParamsSource(nameof(Layers))]
    public string Layer { get; set; } = "";

    /// <summary>Whether Winograd's algorithm may be used.</summary>
    [Params(false, true)]
    public bool Winograd { get; set; }

    /// <summary>The convolutions.</summary>
    public static IEnumerable<string> Layers =>
    [
        "3x3 64-64 at 24", "3x3 128-128 at 12", "3x3 256-256 at 12", "1x1 256-64 at 24", "3x3/2 128-128 at 24", "depthwise 3x3 64 at 24",
    ];

    /// <summary>Compiles a network of the one layer.</summary>
    [GlobalSetup]
    public void Compile()
    {
        (TensorShape input, Conv2d layer) = Layer switch
        {
            "3x3 64-64 at 24" => (new TensorShape(64, 24, 24), new Conv2d(64, Kernel: 3, Padding: 1)),
            "3x3 128-128 at 12" => (new TensorShape(128, 12, 12), new Conv2d(128, Kernel: 3, Padding: 1)),
            "3x3 256-256 at 12" => (new TensorShape(256, 12, 12), new Conv2d(256, Kernel: 3, Padding: 1)),
            "1x1 256-64 at 24" => (new TensorShape(256, 24, 24), new Conv2d(64, Kernel: 1)),
            "3x3/2 128-128 at 24" => (new TensorShape(128, 24, 24), new Conv2d(128, Kernel: 3, Stride: 2, Padding: 1)),
            _ => (new TensorShape(64, 24, 24), new Conv2d(64, Kernel: 3, Padding: 1, Groups: 64)),
        };
        NetworkDefinition network = new NetworkBuilder("one-convolution", input)
            .Add("before", new Conv2d(input.Channels, Kernel: 1, Groups: input.Channels)).Add("conv", layer)
            .Add("pool", new AdaptiveAvgPool2d()).Add("flatten", new Flatten()).Add("output", new Linear(2)).Build();
        IReadOnlyDictionary<string, Tensor> weights = WeightInitializer.Initialize(network, seed: 1);
        _engine = new CpuEngine(new CpuEngineOptions { Winograd = Winograd });
        _predicting = _engine.CompileForPrediction(network, weights, BatchSize);
        _training = _engine.CompileForTraining(network, weights, new TrainingOptions { BatchSize = BatchSize });
        _batch = new Batch(input, classes: 2, BatchSize) { Count = BatchSize };
        for (int n = 0; n < BatchSize; n++)
            _batch.SetLabel(n, n % 2);
        _logits = new float[BatchSize * 2];
    }

    /// <summary>Frees the engine.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _predicting?.Dispose();
        _training?.Dispose();
        _engine?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Forward, for prediction.</summary>
    [Benchmark]
    public void Predict() => _predicting!.Predict(_batch!.Inputs, BatchSize, _logits);

    /// <summary>Forward, backward and the optimiser's step.</summary>
    [Benchmark]
    public void TrainStep() => _training!.TrainStep(_batch!, learningRate: 1e-4);
}
