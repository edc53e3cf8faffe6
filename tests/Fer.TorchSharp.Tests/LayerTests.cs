using Fer.Engine.Tests;

namespace Fer.TorchSharp.Tests;

/// <summary>Every layer on odd sizes and every kind of graph, against the embedded engine.</summary>
public class LayerTests
{
    private const int Count = 7;

    public static TheoryData<string> Networks => [.. TestNetworks.All.Keys.Concat(TestNetworks.Graphs.Keys)];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Outputs_gradients_and_statistics_are_those_of_the_embedded_engine(string name)
    {
        NetworkDefinition definition = PyTorchFormula.WithoutChance(TestNetworks.Get(name));
        IReadOnlyDictionary<string, Tensor> weights = TestNetworks.RandomWeights(definition, seed: 2);
        Batch batch = TestNetworks.RandomBatch(definition, Count, seed: 1);
        var options = new TrainingOptions
        {
            BatchSize = Count + 2,
            ClassWeights = definition.Classes == 3 ? [0.5f, 2f, 1f] : null,
        };
        StepResult expected = StepResult.Of(BothEngines.Embedded, definition, weights, batch, options);
        StepResult actual = StepResult.Of(BothEngines.Torch, definition, weights, batch, options);

        // Through many layers a rounding can tip a ReLU or the winner of a max pool, which moves single values.
        expected.AssertClose(actual, gradients: definition.Nodes.Count > 10 ? 1e-2 : 1e-3, floor: 1e-2);
    }

    /// <summary>Compiled for prediction, batch norms become part of the layers before them, unless the features are taken there.</summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void Predictions_are_those_of_training_wherever_features_are_taken(string name)
    {
        NetworkDefinition definition = TestNetworks.Get(name);
        IReadOnlyDictionary<string, Tensor> weights = TestNetworks.RandomWeights(definition, seed: 2);
        Batch batch = TestNetworks.RandomBatch(definition, Count, seed: 1);
        for (int node = 0; node < definition.Nodes.Count; node++)
        {
            NetworkDefinition network = definition.WithFeatures(node);
            using ITrainableNetwork training = BothEngines.Torch.CompileForTraining(network, weights, new TrainingOptions());
            using INetwork predicting = BothEngines.Torch.CompileForPrediction(network, weights, Count);
            BothEngines.AssertClose(
                BothEngines.Logits(training, batch), BothEngines.Logits(predicting, batch), 1e-5, $"logits at {node}", floor: 1e-2);
            BothEngines.AssertClose(
                BothEngines.Features(training, batch), BothEngines.Features(predicting, batch), 1e-5, $"features at {node}", floor: 1e-2);
        }
    }
}
