namespace Fer.Engine.Tests;

public class CompiledNetworkTests
{
    private const int Count = 7;
    private const ulong Seed = 5;
    private static readonly float[] ClassWeights = [0.5f, 2f, 1f];

    public static TheoryData<string, InstructionSet> NetworksAndInstructionSets()
    {
        var data = new TheoryData<string, InstructionSet>();
        foreach (string name in TestNetworks.All.Keys.Concat(TestNetworks.Graphs.Keys))
        {
            foreach (InstructionSet set in Enum.GetValues<InstructionSet>())
                data.Add(name, set);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(NetworksAndInstructionSets))]
    public void Forward_and_gradients_agree_with_the_reference(string name, InstructionSet set)
    {
        Assert.SkipUnless(InstructionSets.IsSupported(set), $"This machine has no {set}.");
        NetworkDefinition definition = TestNetworks.Get(name);
        IReadOnlyDictionary<string, Tensor> weights = TestNetworks.RandomWeights(definition, seed: 2);
        Batch batch = TestNetworks.RandomBatch(definition, Count, seed: 1);
        float[]? classWeights = definition.Classes == ClassWeights.Length ? ClassWeights : null;
        var reference = new ReferenceNetwork(definition, weights);
        var pass = new Pass(Count, IsTraining: true, Seed, Step: 0);
        double[] inputs = [.. batch.Inputs.Select(x => (double)x)];

        using var engine = new CpuEngine(new CpuEngineOptions { Threads = 2, InstructionSet = set });
        // A larger batch size than the batch: spare room must not leak in.
        using CompiledNetwork network = engine.CompileTrainable(
            definition, weights, new TrainingOptions { BatchSize = Count + 2, Seed = Seed, ClassWeights = classWeights });

        var logits = new float[Count * definition.Classes];
        network.Predict(batch.Inputs, Count, logits);
        AssertClose(reference.Forward(inputs, pass with { IsTraining = false }), logits, 2e-5, $"{name} logits");

        double[] trainingLogits = reference.Forward(inputs, pass);
        (double loss, double[] gradient) = ReferenceNetwork.CrossEntropy(trainingLogits, batch.Targets, classWeights, definition.Classes);
        reference.Backward(gradient, pass);
        network.ComputeGradients(batch);
        // A bias before a batch norm has no gradient but rounding, which is as large as the other gradients make it.
        double largest = reference.Parameters.Values.Max(parameter => parameter.Gradient.Max(Math.Abs));
        Assert.Equal(loss, network.ReadMetrics().Loss, 1e-5 * Math.Abs(loss));
        foreach ((string parameter, Tensor actual) in network.SaveGradients())
        {
            double[] expected = reference.Parameters[parameter].Gradient;
            if (definition.Nodes.Count > 10)
                AssertCloseInNorm(expected, actual.Values, 3e-3, $"{name} {parameter}", 1e-3 * largest);
            else
                AssertClose(expected, actual.Values, 3e-5, $"{name} {parameter}", 0.1 * largest);
        }

        IReadOnlyDictionary<string, Tensor> trained = network.SaveWeights();
        foreach (string statistic in definition.Parameters.Where(p => !p.Definition.IsTrainable).Select(p => p.Name))
            AssertClose(reference.Parameters[statistic].Values, trained[statistic].Values, 1e-5, $"{name} {statistic}");
    }

    [Theory]
    [MemberData(nameof(NetworksAndInstructionSets))]
    public void A_network_compiled_for_prediction_predicts_as_the_trained_one(string name, InstructionSet set)
    {
        Assert.SkipUnless(InstructionSets.IsSupported(set), $"This machine has no {set}.");
        NetworkDefinition definition = TestNetworks.Get(name);
        IReadOnlyDictionary<string, Tensor> weights = TestNetworks.RandomWeights(definition, seed: 2);
        Batch batch = TestNetworks.RandomBatch(definition, Count, seed: 1);
        using var engine = new CpuEngine(new CpuEngineOptions { Threads = 2, InstructionSet = set });
        using INetwork predicting = engine.CompileForPrediction(definition, weights, Count);
        using ITrainableNetwork training = engine.CompileForTraining(definition, weights, new TrainingOptions { BatchSize = Count });
        float[] expected = new float[Count * definition.Classes], actual = new float[expected.Length];
        training.Predict(batch.Inputs, Count, expected);
        predicting.Predict(batch.Inputs, Count, actual);
        AssertClose([.. expected.Select(x => (double)x)], actual, 2e-5, "folded and fused");

        float[] one = new float[definition.Classes];
        predicting.Predict(batch.Input(Count - 1), 1, one);
        AssertClose([.. expected[^definition.Classes..].Select(x => (double)x)], one, 1e-5, "one picture");
    }

    [Fact]
    public void Features_are_those_of_the_named_layer_in_channels_first_order()
    {
        NetworkDefinition definition = new Models.NetworkBuilder("features", new TensorShape(2, 3, 4))
            .Add("pool", new MaxPool2d(1, 1)).Add("flatten", new Flatten()).Add("output", new Linear(2)).Build("flatten");
        Batch batch = TestNetworks.RandomBatch(definition, 2, seed: 1);
        using var engine = new CpuEngine(new CpuEngineOptions { Threads = 1 });
        using INetwork network = engine.CompileForPrediction(definition, TestNetworks.RandomWeights(definition, 2), 2);
        var features = new float[batch.Inputs.Length];
        network.ExtractFeatures(batch.Inputs, 2, features);
        Assert.Equal(batch.Inputs, features);
    }

    /// <summary>
    /// Close on the whole: through many layers a rounding can tip a ReLU or the winner of a max pool, which moves single values.
    /// </summary>
    private static void AssertCloseInNorm(double[] expected, float[] actual, double tolerance, string what, double floor)
    {
        double difference = Math.Sqrt(expected.Zip(actual, (e, a) => (e - a) * (e - a)).Sum());
        double norm = Math.Sqrt(expected.Sum(e => e * e)) + floor;
        Assert.True(difference <= tolerance * norm, $"{what}: off by {difference} of {norm}");
    }

    /// <summary>Close relative to the largest value: float sums of many terms lose digits where terms cancel.</summary>
    private static void AssertClose(double[] expected, float[] actual, double tolerance, string what, double floor = 0)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = Math.Max(expected.Max(Math.Abs) + 1e-2, floor);
        for (int i = 0; i < expected.Length; i++)
        {
            bool close = Math.Abs(expected[i] - actual[i]) <= tolerance * scale;
            Assert.True(close, $"{what}[{i}]: expected {expected[i]}, got {actual[i]} (largest {scale})");
        }
    }
}
