using Fer.Engine.Tests;
using Fer.Models;
using Fer.Training;
using Fer.Training.Tests;

namespace Fer.TorchSharp.Tests;

/// <summary>Training goes on from one engine to the other: the same steps, states, freezing and rates.</summary>
public class EngineExchangeTests
{
    private const int Count = 6;

    private static readonly NetworkDefinition Network = PyTorchFormula.WithoutChance(TestNetworks.Get("inverted-residual"));

    public static TheoryData<double> Ratios => [0, 0.3, 0.5, 1];

    [Theory]
    [MemberData(nameof(Ratios))]
    public void Training_frozen_to_any_ratio_gives_the_same_weights_on_both(double ratio)
    {
        TrainingOptions options = Options with { FrozenNodes = FreezeRatio.FrozenNodes(Network, ratio) };
        using ITrainableNetwork embedded = Compile(BothEngines.Embedded, options), torch = Compile(BothEngines.Torch, options);
        Train(embedded, 0, 5);
        Train(torch, 0, 5);
        AssertClose(embedded.SaveWeights(), torch.SaveWeights());
        AssertClose(embedded.SaveOptimizerState(), torch.SaveOptimizerState());
        Assert.Equal((embedded.Step, embedded.FrozenNodes), (torch.Step, torch.FrozenNodes));
        Assert.Equal(embedded.ReadMetrics().Loss, torch.ReadMetrics().Loss, 1e-3);
        foreach (NetworkParameter parameter in Network.Parameters.Where(parameter => parameter.Node < options.FrozenNodes))
            Assert.Equal(Weights[parameter.Name].Values, torch.SaveWeights()[parameter.Name].Values);
    }

    [Fact]
    public void A_checkpoint_made_on_either_engine_continues_on_the_other()
    {
        using ITrainableNetwork whole = Compile(BothEngines.Embedded, Options);
        Train(whole, 0, 8);
        foreach ((IEngine first, IEngine second) in new (IEngine, IEngine)[]
        {
            (BothEngines.Embedded, BothEngines.Torch), (BothEngines.Torch, BothEngines.Embedded), (BothEngines.Torch, BothEngines.Torch),
        })
        {
            using ITrainableNetwork beginning = Compile(first, Options), end = Compile(second, Options);
            Train(beginning, 0, 4);
            end.LoadWeights(beginning.SaveWeights());
            end.LoadOptimizerState(beginning.SaveOptimizerState(), beginning.Step);
            Train(end, 4, 8);
            AssertClose(whole.SaveWeights(), end.SaveWeights());
        }
    }

    [Fact]
    public void Unfreezing_under_way_gives_the_same_weights_on_both()
    {
        int half = FreezeRatio.FrozenNodes(Network, 0.5);
        Dictionary<string, Tensor> Run(IEngine engine)
        {
            using ITrainableNetwork network = Compile(engine, Options with { FrozenNodes = half, BackboneLearningRate = 0.5 });
            Train(network, 0, 3);
            network.Freeze(0);
            Train(network, 3, 5);
            network.Freeze(half);
            Train(network, 5, 7);
            return network.SaveWeights().Concat(network.SaveOptimizerState()).ToDictionary();
        }

        AssertClose(Run(BothEngines.Embedded), Run(BothEngines.Torch));
    }

    [Fact]
    public void A_head_trained_on_computed_features_learns_what_the_whole_network_does_with_the_rest_frozen()
    {
        NetworkDefinition dense = LinearChain.Define();
        Dictionary<string, Tensor> initial = LinearChain.Initialize(dense);
        TrainingOptions options = new() { BatchSize = 6, FrozenNodes = FreezeRatio.FrozenNodes(dense, 0.5) };
        SyntheticSamples training = new("train", 41), validation = new("validation", 20, seed: 2);
        CancellationToken token = TestContext.Current.CancellationToken;
        var trainer = new Trainer(new TrainerOptions { Epochs = 3, Seed = 3 });
        using ITrainableNetwork whole = BothEngines.Torch.CompileForTraining(dense, initial, options);
        trainer.Fit(whole, training.ForTraining(), validation.ForEvaluation(), cancellationToken: token);
        var backbone = new FrozenBackbone(BothEngines.Torch, dense, initial, options);
        using ITrainableNetwork head = backbone.CompileHead();
        trainer.Fit(
            head, training.ForTraining().Map(samples => backbone.ExtractFeatures(samples, null, token)),
            validation.ForEvaluation().Map(samples => backbone.ExtractFeatures(samples, null, token)), cancellationToken: token);
        AssertClose(whole.SaveWeights(), head.SaveWeights());
    }

    [Fact]
    public void A_resumed_run_gives_the_same_bits_dropout_included()
    {
        NetworkDefinition dropping = TestNetworks.Get("inverted-residual");
        ITrainableNetwork New() => BothEngines.Torch.CompileForTraining(dropping, Weights, Options with { Seed = 9 });
        using ITrainableNetwork whole = New(), beginning = New(), end = New();
        Train(whole, 0, 6);
        Train(beginning, 0, 3);
        end.LoadWeights(beginning.SaveWeights());
        end.LoadOptimizerState(beginning.SaveOptimizerState(), beginning.Step);
        Train(end, 3, 6);
        foreach ((string name, Tensor tensor) in whole.SaveWeights())
            Assert.Equal(tensor.Values, end.SaveWeights()[name].Values);

        using ITrainableNetwork other = BothEngines.Torch.CompileForTraining(dropping, Weights, Options with { Seed = 10 });
        Train(other, 0, 6);
        Assert.NotEqual(whole.SaveWeights()["stem.weight"].Values, other.SaveWeights()["stem.weight"].Values);
    }

    [Fact]
    public void What_does_not_fit_is_refused_as_by_the_embedded_engine()
    {
        var fewer = Weights.Where(pair => pair.Key != "stem.weight").ToDictionary();
        Assert.Throws<TensorFileException>(() => BothEngines.Torch.CompileForPrediction(Network, fewer, 1));
        var other = new Dictionary<string, Tensor>(Weights) { ["stem.weight"] = new([1], [0]) };
        Assert.Throws<TensorFileException>(() => BothEngines.Torch.CompileForTraining(Network, other, Options));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => BothEngines.Torch.CompileForTraining(Network, Weights, Options with { FrozenNodes = Network.Nodes.Count }));
        Assert.Throws<ArgumentException>(() => BothEngines.Torch.CompileForTraining(Network, Weights, Options with { ClassWeights = [1] }));
        using ITrainableNetwork network = Compile(BothEngines.Torch, Options);
        Assert.Throws<TensorFileException>(() => network.LoadOptimizerState(new Dictionary<string, Tensor>(), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Predict(new float[9999], Count + 1, new float[99]));
        network.Dispose();
        Assert.Throws<ObjectDisposedException>(() => network.Predict(new float[9999], 1, new float[99]));
    }

    private static TrainingOptions Options => new()
    {
        BatchSize = Count,
        L2 = 0.001,
        LabelSmoothing = 0.1,
        ClassWeights = [0.5f, 2f, 1f],
        Optimizer = new AdamOptions(0.8, 0.99, 1e-4),
    };

    private static IReadOnlyDictionary<string, Tensor> Weights { get; } = WeightInitializer.Initialize(Network, seed: 3);

    private static ITrainableNetwork Compile(IEngine engine, TrainingOptions options) =>
        engine.CompileForTraining(Network, Weights, options);

    private static void Train(ITrainableNetwork network, int first, int end)
    {
        for (int step = first; step < end; step++)
            network.TrainStep(TestNetworks.RandomBatch(Network, Count, (ulong)step), 1e-3);
    }

    private static void AssertClose(IReadOnlyDictionary<string, Tensor> expected, IReadOnlyDictionary<string, Tensor> actual)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, Tensor tensor) in expected)
            BothEngines.AssertClose(tensor.Values, actual[name].Values, 1e-2, name, floor: 1e-2);
    }
}
