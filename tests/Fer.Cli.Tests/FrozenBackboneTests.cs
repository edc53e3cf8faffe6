using Fer.Engine;
using Fer.Models;
using Fer.Preprocessing;
using Fer.Training;

namespace Fer.Cli.Tests;

/// <summary>Pictures, network, engine and training together: features computed once are as good as a frozen part run each time.</summary>
public sealed class FrozenBackboneTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    public void The_head_on_features_learns_as_in_the_whole_network(double ratio)
    {
        TestPictures.Write(_folder["data"], perClass: 20);
        DataSplits<ImageSampleSource> data = Load();
        NetworkDefinition network = WithoutDropout(NetworkZoo.Create("ferd-cnn", 3, data.Training.Data.InputShape));
        IReadOnlyDictionary<string, Tensor> weights = WeightInitializer.Initialize(network, seed: 4);
        var options = new TrainingOptions { BatchSize = 8, L2 = 0.0003, FrozenNodes = FreezeRatio.FrozenNodes(network, ratio) };
        var trainer = new Trainer(new TrainerOptions { Epochs = 2, Seed = 5 });
        CancellationToken token = TestContext.Current.CancellationToken;

        using var engine = new CpuEngine();
        using ITrainableNetwork whole = engine.CompileForTraining(network, weights, options);
        TrainingHistory expected = trainer.Fit(whole, data.Training, data.Evaluation, cancellationToken: token);
        var backbone = new FrozenBackbone(engine, network, weights, options);
        using ITrainableNetwork head = backbone.CompileHead();
        TrainingHistory actual = trainer.Fit(
            head,
            data.Training.Map(samples => backbone.ExtractFeatures(samples, null, token)),
            data.Evaluation.Map(samples => backbone.ExtractFeatures(samples, null, token)),
            cancellationToken: token);

        foreach ((EpochMetrics a, EpochMetrics b) in expected.Epochs.Zip(actual.Epochs))
        {
            Assert.Equal(a.Loss, b.Loss, 1e-5);
            Assert.Equal(a.ValidationLoss, b.ValidationLoss, 1e-5);
        }

        IReadOnlyDictionary<string, Tensor> learnt = head.SaveWeights();
        foreach ((string name, Tensor tensor) in whole.SaveWeights())
            Assert.Equal(tensor.Values, learnt[name].Values, (a, b) => Math.Abs(a - b) < 1e-4);
        Assert.NotEqual(weights["output.weight"].Values, learnt["output.weight"].Values);
    }

    private DataSplits<ImageSampleSource> Load()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        TrainingSplit<ImageDataset> pictures = ImageFolder.Load(_folder["data"], token).TrainingSplit();
        (TrainingSplit<ImageDataset> training, EvaluationSplit<ImageDataset> evaluation) =
            StratifiedSplit.ByFraction(pictures, 0.2, seed: 1);
        ImageSampleSource Decode(ImageDataset part) => ImageSampleSource.Create(part, Pictures.Decode, cancellationToken: token);
        return new DataSplits<ImageSampleSource>(training.Map(Decode), evaluation.Map(Decode));
    }

    /// <summary>Each layer of a network draws numbers of its own, so one that is cut off and one in its place drop other values.</summary>
    private static NetworkDefinition WithoutDropout(NetworkDefinition network) => new(
        network.Name, network.Input,
        [.. network.Nodes.Select(node => node.Layer is Dropout ? node with { Layer = new Dropout(0) } : node)]);
}
