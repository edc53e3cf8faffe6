namespace Fer.Training.Tests;

/// <summary>Behind a frozen backbone, dropout and stochastic depth draw what they draw in the whole network.</summary>
public sealed class FrozenDropoutTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    public void A_head_with_dropout_learns_what_it_learns_in_the_whole_network(double ratio)
    {
        NetworkDefinition network = Define();
        Dictionary<string, Tensor> initial = LinearChain.Initialize(network);
        var options = new TrainingOptions { BatchSize = 6, Seed = 5, FrozenNodes = FreezeRatio.FrozenNodes(network, ratio) };
        var trainer = new Trainer(new TrainerOptions { Epochs = 2, LearningRate = 0.01, Seed = 3 });
        var training = new SyntheticSamples("train", 41);
        var validation = new SyntheticSamples("validation", 20, seed: 2);
        CancellationToken token = TestContext.Current.CancellationToken;

        using ITrainableNetwork whole = TestEngine.Instance.CompileForTraining(network, initial, options);
        trainer.Fit(whole, training.ForTraining(), validation.ForEvaluation(), cancellationToken: token);
        var backbone = new FrozenBackbone(TestEngine.Instance, network, initial, options);
        using ITrainableNetwork head = backbone.CompileHead();
        trainer.Fit(
            head,
            training.ForTraining().Map(samples => backbone.ExtractFeatures(samples, null, token)),
            validation.ForEvaluation().Map(samples => backbone.ExtractFeatures(samples, null, token)),
            cancellationToken: token);

        IReadOnlyDictionary<string, Tensor> actual = head.SaveWeights();
        foreach ((string name, Tensor expected) in whole.SaveWeights())
        {
            for (int i = 0; i < expected.Values.Length; i++)
                Assert.Equal(expected.Values[i], actual[name].Values[i], 1e-4f);
        }
    }

    private static NetworkDefinition Define() => new("dropout", new TensorShape(1, 4, 4),
    [
        new("flatten", new Flatten(), [-1]),
        new("fc1", new Linear(12), [0]),
        new("relu1", new ReLU(), [1]),
        new("fc2", new Linear(12), [2]),
        new("depth", new StochasticDepth(0.5), [3]),
        new("add", new Add(), [4, 2]),
        new("drop", new Dropout(0.5), [5]),
        new("output", new Linear(3), [6]),
    ]);
}
