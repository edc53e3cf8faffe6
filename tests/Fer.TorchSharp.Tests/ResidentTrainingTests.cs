using Fer.Engine.Tests;
using Fer.Training;
using Fer.Training.Tests;

namespace Fer.TorchSharp.Tests;

/// <summary>Samples that stay on the device, and how it augments them.</summary>
public class ResidentTrainingTests
{
    private static readonly NetworkDefinition Network = LinearChain.Define();

    [Theory]
    [InlineData(41)]
    [InlineData(300)]
    public void A_trainer_learns_from_kept_samples_what_it_learns_from_batches(int samples)
    {
        (float[] Weights, TrainingHistory History, int Loads) batches = Fit(new TorchEngineOptions(), samples);
        (float[] Weights, TrainingHistory History, int Loads) kept = Fit(new TorchEngineOptions { MaxResidentBytes = 1 << 20 }, samples);
        Assert.Equal(batches.Weights, kept.Weights);
        Assert.Equal(batches.History.Epochs, kept.History.Epochs);
        Assert.Equal((3 * samples, samples), (batches.Loads, kept.Loads));
    }

    [Fact]
    public void Samples_that_do_not_fit_come_in_batches()
    {
        using var network = (IResidentTraining)Compile(new TorchEngineOptions { MaxResidentBytes = 41 * (16 + 3) * 4 - 1 });
        Assert.False(network.TryKeepSamples(new SyntheticSamples("train", 41), TestContext.Current.CancellationToken));
        Assert.Throws<InvalidOperationException>(() => network.TrainStep([0, 1], 1e-3));
        Assert.Equal(3 * 41, Fit(new TorchEngineOptions { MaxResidentBytes = 10 }, 41).Loads);
    }

    [Fact]
    public void A_sample_that_cannot_be_loaded_is_named_and_what_was_kept_is_let_go()
    {
        using var network = (IResidentTraining)Compile(new TorchEngineOptions { MaxResidentBytes = 1 << 20 });
        long before = global::TorchSharp.DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        var samples = new SyntheticSamples("train", 300) { OnLoad = (_, sample, _) => Refuse(sample == 270) };
        FerException error = Assert.Throws<FerException>(
            () => network.TryKeepSamples(samples, TestContext.Current.CancellationToken));
        Assert.Contains(samples.Ids[270], error.Message, StringComparison.Ordinal);
        Assert.Throws<OperationCanceledException>(() => network.TryKeepSamples(samples, new CancellationToken(canceled: true)));
        Assert.Equal(before, global::TorchSharp.DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);

        static void Refuse(bool now)
        {
            if (now)
                throw new IOException("The disk is gone.");
        }
    }

    [Fact]
    public void Weights_of_classes_count_for_kept_samples_as_for_batches()
    {
        var options = new TrainingOptions { BatchSize = 6, ClassWeights = [0.5f, 2f, 1f] };
        var engine = new TorchEngine(new TorchEngineOptions { MaxResidentBytes = 1 << 20 });
        var samples = new SyntheticSamples("train", 6);
        var batch = new Batch(samples.InputShape, 3, 6) { Count = 6 };
        for (int i = 0; i < 6; i++)
        {
            samples.Load(i, 0, batch.Input(i));
            batch.SetLabel(i, samples.Labels[i]);
        }

        using var kept = (IResidentTraining)engine.CompileForTraining(Network, LinearChain.Initialize(Network), options);
        using ITrainableNetwork batches = engine.CompileForTraining(Network, LinearChain.Initialize(Network), options);
        Assert.True(kept.TryKeepSamples(samples, TestContext.Current.CancellationToken));
        kept.TrainStep([0, 1, 2, 3, 4, 5], 1e-2);
        batches.TrainStep(batch, 1e-2);
        Assert.Equal(batches.ReadMetrics(), kept.ReadMetrics());
        Assert.Equal(batches.SaveWeights()["fc1.weight"].Values, kept.SaveWeights()["fc1.weight"].Values);
    }

    [Fact]
    public void Every_picture_flipped_is_its_mirror_image()
    {
        float[] picture = [1, 2, 3, 4, 5, 6];
        Assert.Equal([3, 2, 1, 6, 5, 4], Seen(picture, 2, 3, new TorchEngineOptions { FlipProbability = 1 }));
        Assert.Equal(picture, Seen(picture, 2, 3, new TorchEngineOptions()));
    }

    [Fact]
    public void Rotated_pictures_keep_their_middle_and_turn_no_further_than_they_may()
    {
        // A dot right of the middle: turned by at most 10 degrees it stays in its column, spread over neighbours.
        var picture = new float[9 * 9];
        picture[4 * 9 + 4] = 8;
        picture[4 * 9 + 7] = 4;
        float[] seen = Seen(picture, 9, 9, new TorchEngineOptions { RotationDegrees = 10 });
        Assert.NotEqual(picture, seen);
        Assert.Equal(8, seen[4 * 9 + 4], 0.01);
        Assert.Equal(4, Enumerable.Range(3, 3).Sum(y => seen[y * 9 + 6] + seen[y * 9 + 7]), 0.3);
        Assert.Equal(12, seen.Sum(), 0.3);
        Assert.NotEqual(seen, Seen(picture, 9, 9, new TorchEngineOptions { RotationDegrees = 10 }, seed: 2));
        Assert.Equal(seen, Seen(picture, 9, 9, new TorchEngineOptions { RotationDegrees = 10 }));
    }

    /// <summary>
    /// What the network sees of a picture: the gradient of a linear layer's weights for one output is the picture times that output's
    /// gradient.
    /// </summary>
    private static float[] Seen(float[] picture, int height, int width, TorchEngineOptions options, ulong seed = 1)
    {
        var network = new NetworkDefinition(
            "linear", new TensorShape(1, height, width), [new("flatten", new Flatten(), [-1]), new("fc", new Linear(2), [0])]);
        var batch = new Batch(network.Input, 2, 1) { Count = 1 };
        picture.CopyTo(batch.Inputs, 0);
        batch.SetLabel(0, 1);
        using ITrainableNetwork compiled = new TorchEngine(options).CompileForTraining(
            network, TestNetworks.RandomWeights(network, 1), new TrainingOptions { BatchSize = 1, Seed = seed });
        Dictionary<string, float[]> gradients = BothEngines.Gradients(compiled, batch);
        return [.. gradients["fc.weight"].Take(picture.Length).Select(value => MathF.Round(value / gradients["fc.bias"][0], 4))];
    }

    private static ITrainableNetwork Compile(TorchEngineOptions options) => new TorchEngine(options).CompileForTraining(
        Network, LinearChain.Initialize(Network), new TrainingOptions { BatchSize = 8 });

    private static (float[] Weights, TrainingHistory History, int Loads) Fit(TorchEngineOptions options, int samples)
    {
        using ITrainableNetwork network = Compile(options);
        int loads = 0;
        var training = new SyntheticSamples("train", samples) { OnLoad = (_, _, _) => loads++ };
        TrainingHistory history = new Trainer(new TrainerOptions { Epochs = 3, Seed = 5, StepsPerExecution = 4 }).Fit(
            network, training.ForTraining(), new SyntheticSamples("validation", 20, seed: 2).ForEvaluation(),
            cancellationToken: TestContext.Current.CancellationToken);
        return ([.. network.SaveWeights().OrderBy(p => p.Key, StringComparer.Ordinal).SelectMany(p => p.Value.Values)], history, loads);
    }
}
