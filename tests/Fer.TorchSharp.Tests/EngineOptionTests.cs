using Fer.Engine.Tests;
using TorchSharp;

namespace Fer.TorchSharp.Tests;

/// <summary>The engine's own options, each against what it stands for.</summary>
public class EngineOptionTests
{
    private const int Count = 6;

    private static readonly NetworkDefinition Plain = TestNetworks.Get("conv3x3");
    private static readonly NetworkDefinition Normalized = PyTorchFormula.WithoutChance(TestNetworks.Get("inverted-residual"));

    [Fact]
    public void Micro_batches_give_the_step_of_the_whole_batch()
    {
        float[] whole = Train(Plain, new TorchEngineOptions()), parts = Train(Plain, new TorchEngineOptions { MicroBatchSize = 4 });
        BothEngines.AssertClose(whole, parts, 1e-4, "weights");
    }

    [Fact]
    public void Gradients_longer_than_the_limit_are_scaled_to_it_before_Adam_sees_them()
    {
        Batch batch = TestNetworks.RandomBatch(Plain, Count, 1);
        float[] Moments(double? norm)
        {
            using ITrainableNetwork network = Compile(Plain, new TorchEngineOptions { MaxGradientNorm = norm });
            return [.. BothEngines.Gradients(network, batch).OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(p => p.Value)];
        }

        double norm = BothEngines.Norm(Moments(null));
        Assert.Equal(norm / 2, BothEngines.Norm(Moments(norm / 2)), 1e-3 * norm);
        BothEngines.AssertClose(Moments(null), Moments(norm * 2), 1e-6, "short gradients");
    }

    [Fact]
    public void The_average_follows_the_weights_and_is_what_predicts_and_is_saved()
    {
        const double Decay = 0.75;
        using ITrainableNetwork raw = Compile(Normalized, new TorchEngineOptions());
        using ITrainableNetwork averaged = Compile(Normalized, new TorchEngineOptions { AveragingDecay = Decay });
        Dictionary<string, float[]> expected = raw.SaveWeights().ToDictionary(pair => pair.Key, pair => pair.Value.Values.ToArray());
        for (int step = 0; step < 4; step++)
        {
            Batch batch = TestNetworks.RandomBatch(Normalized, Count, (ulong)step);
            raw.TrainStep(batch, 1e-2);
            averaged.TrainStep(batch, 1e-2);
            foreach ((string name, Tensor tensor) in raw.SaveWeights())
                expected[name] = [.. expected[name].Zip(tensor.Values, (old, now) => (float)(Decay * old + (1 - Decay) * now))];
        }

        IReadOnlyDictionary<string, Tensor> saved = averaged.SaveWeights();
        foreach ((string name, float[] values) in expected)
            BothEngines.AssertClose(values, saved[name].Values, 1e-5, name, floor: 1e-3);
        Assert.Equal(raw.SaveWeights()["stem.weight"].Values, averaged.SaveOptimizerState()["stem.weight.learning"].Values);

        Batch last = TestNetworks.RandomBatch(Normalized, Count, 9);
        using INetwork predicting = BothEngines.Torch.CompileForPrediction(Normalized, saved, Count);
        BothEngines.AssertClose(BothEngines.Logits(predicting, last), BothEngines.Logits(averaged, last), 1e-5, "logits");
    }

    [Fact]
    public void A_run_with_averages_resumes_to_the_same_bits_also_when_layers_are_unfrozen()
    {
        var options = new TorchEngineOptions { AveragingDecay = 0.9, MaxGradientNorm = 0.5 };
        int half = FreezeRatio.FrozenNodes(Normalized, 0.5);
        void Train(ITrainableNetwork network, int first, int end)
        {
            for (int step = first; step < end; step++)
            {
                network.Freeze(step < 2 ? half : 0);
                network.TrainStep(TestNetworks.RandomBatch(Normalized, Count, (ulong)step), 1e-2);
            }
        }

        using ITrainableNetwork whole = Compile(Normalized, options), beginning = Compile(Normalized, options);
        using ITrainableNetwork end = Compile(Normalized, options);
        Train(whole, 0, 5);
        Train(beginning, 0, 3);
        end.Freeze(beginning.FrozenNodes);
        end.LoadWeights(beginning.SaveWeights());
        end.LoadOptimizerState(beginning.SaveOptimizerState(), beginning.Step);
        Train(end, 3, 5);
        foreach ((string name, Tensor tensor) in whole.SaveWeights().Concat(whole.SaveOptimizerState()))
            Assert.Equal(tensor.Values, end.SaveWeights().Concat(end.SaveOptimizerState()).ToDictionary()[name].Values);
    }

    [Theory]
    [InlineData("conv3x3")]
    [InlineData("inverted-residual")]
    [InlineData("cbam")]
    [InlineData("dense-block")]
    public void In_bfloat16_outputs_and_gradients_are_those_of_float32_but_for_its_rounding(string name)
    {
        NetworkDefinition definition = PyTorchFormula.WithoutChance(TestNetworks.Get(name));
        IReadOnlyDictionary<string, Tensor> weights = TestNetworks.RandomWeights(definition, 2);
        Batch batch = TestNetworks.RandomBatch(definition, Count, 1);
        var options = new TrainingOptions { BatchSize = Count };
        StepResult full = StepResult.Of(BothEngines.Torch, definition, weights, batch, options);
        StepResult half = StepResult.Of(
            new TorchEngine(new TorchEngineOptions { Precision = TorchPrecision.BFloat16 }), definition, weights, batch, options);
        BothEngines.AssertClose(full.Logits, half.Logits, 0.05, "logits");
        Assert.NotEqual(full.Logits, half.Logits);
        BothEngines.AssertClose(Flat(full.Gradients), Flat(half.Gradients), 0.2, "gradients");
        Assert.Equal(full.Metrics.Loss, half.Metrics.Loss, 0.05 * full.Metrics.Loss);
    }

    [Fact]
    public void In_bfloat16_the_weights_that_learn_stay_float32()
    {
        using var module = new TorchNetwork(Plain, TestNetworks.RandomWeights(Plain, 2)) { Precision = TorchPrecision.BFloat16 };
        using torch.Tensor logits = module.forward(torch.zeros(2, 5, 7, 9));
        Assert.Equal(torch.ScalarType.Float32, logits.dtype);
        Assert.All(module.parameters(), parameter => Assert.Equal(torch.ScalarType.Float32, parameter.dtype));

        // A step smaller than bfloat16 could add to a weight still counts.
        Tensor before = TestNetworks.RandomWeights(Plain, 2)["before.weight"];
        using ITrainableNetwork network = Compile(Plain, new TorchEngineOptions { Precision = TorchPrecision.BFloat16 });
        network.TrainStep(TestNetworks.RandomBatch(Plain, Count, 1), 1e-5);
        double[] changes = [.. network.SaveWeights()["before.weight"].Values.Zip(before.Values, (a, b) => Math.Abs((double)a - b))];
        Assert.All(changes, change => Assert.InRange(change, 1e-7, 1.1e-5));
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        TorchEngineOptions[] nonsense =
        [
            new() { Device = "tpu" }, new() { Device = "cuda:x" }, new() { Threads = 0 }, new() { MicroBatchSize = 0 },
            new() { MaxGradientNorm = 0 }, new() { AveragingDecay = 1 }, new() { MaxResidentBytes = -1 },
            new() { FlipProbability = 1.5 }, new() { RotationDegrees = double.NaN },
        ];
        Assert.All(nonsense, options => Assert.Throws<ArgumentException>(() => new TorchEngine(options)));
    }

    private static ITrainableNetwork Compile(NetworkDefinition definition, TorchEngineOptions options) =>
        new TorchEngine(options).CompileForTraining(
            definition, TestNetworks.RandomWeights(definition, 2), new TrainingOptions { BatchSize = Count });

    private static float[] Train(NetworkDefinition definition, TorchEngineOptions options)
    {
        using ITrainableNetwork network = Compile(definition, options);
        for (int step = 0; step < 3; step++)
            network.TrainStep(TestNetworks.RandomBatch(definition, Count, (ulong)step), 1e-3);
        return [.. network.SaveWeights().OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => pair.Value.Values)];
    }

    private static float[] Flat(Dictionary<string, float[]> gradients) =>
        [.. gradients.OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => pair.Value)];
}
