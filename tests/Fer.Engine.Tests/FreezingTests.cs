using Fer.Models;

namespace Fer.Engine.Tests;

public class FreezingTests
{
    private const int Count = 5;
    private static readonly NetworkDefinition Residual = TestNetworks.Get("residual-features");

    /// <summary>Every beginning of networks with batch norms, branches and dropout.</summary>
    public static TheoryData<string, int> Beginnings()
    {
        var data = new TheoryData<string, int>();
        foreach (string name in new[] { "residual-features", "cbam", "inverted-residual", "dropout-beside-another" })
        {
            for (int frozen = 1; frozen <= FreezeRatio.Head(TestNetworks.Get(name)); frozen++)
                data.Add(name, frozen);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Beginnings))]
    public void The_frozen_part_runs_as_in_prediction_and_the_rest_has_the_reference_gradients(string name, int frozen)
    {
        NetworkDefinition definition = TestNetworks.Get(name);
        IReadOnlyDictionary<string, Tensor> weights = TestNetworks.RandomWeights(definition, seed: 2);
        Batch batch = TestNetworks.RandomBatch(definition, Count, seed: 1);
        using var engine = new CpuEngine(new CpuEngineOptions { Threads = 2 });
        using CompiledNetwork network = engine.CompileTrainable(
            definition, weights, new TrainingOptions { BatchSize = Count, Seed = 4, FrozenNodes = frozen });
        network.ComputeGradients(batch);

        var reference = new ReferenceNetwork(definition, weights, frozen);
        var pass = new Pass(Count, IsTraining: true, Seed: 4, Step: 0);
        double[] logits = reference.Forward([.. batch.Inputs.Select(x => (double)x)], pass);
        (double loss, double[] gradient) = ReferenceNetwork.CrossEntropy(logits, batch.Targets, classWeights: null, definition.Classes);
        reference.Backward(gradient, pass);

        Assert.Equal(loss, network.ReadMetrics().Loss, 1e-4 * loss);
        IReadOnlyDictionary<string, Tensor> gradients = network.SaveGradients();
        Assert.Equal(
            definition.Parameters.Where(p => p.Node >= frozen && p.Definition.IsTrainable)
                .Select(p => p.Name).Order(StringComparer.Ordinal),
            gradients.Keys.Order(StringComparer.Ordinal));
        double largest = reference.Parameters.Values.Max(parameter => Norm(parameter.Gradient));
        foreach ((string parameter, Tensor actual) in gradients)
        {
            double[] expected = reference.Parameters[parameter].Gradient;
            double difference = Norm([.. expected.Zip(actual.Values, (e, a) => e - a)]);
            Assert.True(difference <= 1e-3 * Norm(expected) + 1e-5 * largest, $"{parameter}: off by {difference} of {Norm(expected)}");
        }
    }

    [Theory]
    [MemberData(nameof(Beginnings))]
    public void Frozen_weights_and_statistics_keep_their_bits_and_the_others_learn(string name, int frozen)
    {
        NetworkDefinition definition = TestNetworks.Get(name);
        IReadOnlyDictionary<string, Tensor> weights = TestNetworks.RandomWeights(definition, seed: 2);
        using var engine = new CpuEngine(new CpuEngineOptions { Threads = 2 });
        using ITrainableNetwork network = engine.CompileForTraining(
            definition, weights, new TrainingOptions { BatchSize = Count, FrozenNodes = frozen, L2 = 0.001 });
        for (int step = 0; step < 2; step++)
            network.TrainStep(TestNetworks.RandomBatch(definition, Count, (ulong)step), 1e-2);

        IReadOnlyDictionary<string, Tensor> trained = network.SaveWeights();
        foreach (NetworkParameter parameter in definition.Parameters)
        {
            bool changed = !weights[parameter.Name].Values.SequenceEqual(trained[parameter.Name].Values);
            Assert.True(changed == parameter.Node >= frozen, $"{parameter.Name} {(changed ? "changed" : "did not change")}.");
        }

        Assert.DoesNotContain(network.SaveOptimizerState().Keys, key =>
            definition.Parameters.Any(p => p.Node < frozen && key.StartsWith(p.Name + ".", StringComparison.Ordinal)));
    }

    [Fact]
    public void Frozen_layers_take_less_memory()
    {
        NetworkDefinition definition = FerdCnn.Create(7, new TensorShape(1, 32, 32));
        using var engine = new CpuEngine(new CpuEngineOptions { Threads = 1 });
        long[] lengths = [.. new[] { 0, 0.4, 1 }.Select(ratio =>
        {
            using CompiledNetwork network = engine.CompileTrainable(
                definition, WeightInitializer.Initialize(definition, 1),
                new TrainingOptions { BatchSize = 16, FrozenNodes = FreezeRatio.FrozenNodes(definition, ratio) });
            return network.ActivationLength;
        })];
        Assert.True(lengths[0] > lengths[1] && lengths[1] > lengths[2], string.Join(", ", lengths));
    }

    [Fact]
    public void Freezing_under_way_keeps_what_goes_on_learning_as_it_was()
    {
        // Frozen from the start, or unfrozen and frozen again before the first step: the same bits.
        TrainingOptions frozen = new() { BatchSize = Count, FrozenNodes = FreezeRatio.FrozenNodes(Residual, 0.5) };
        Assert.Equal(
            Train(frozen, _ => { }),
            Train(
                frozen with { FrozenNodes = 0 },
                network => network.Freeze(network.Step == 0 ? frozen.FrozenNodes : network.FrozenNodes)));

        // Refreezing to the same number, or saving and loading in between, changes nothing.
        Assert.Equal(Train(frozen, _ => { }), Train(frozen, network => network.Freeze(frozen.FrozenNodes)));
        Assert.Equal(Train(frozen, _ => { }), Train(frozen, network =>
        {
            int nodes = network.FrozenNodes;
            network.Freeze(nodes + 1);
            network.Freeze(nodes);
        }, unless: network => network.Step > 0));
    }

    [Fact]
    public void What_is_unfrozen_takes_Adam_s_first_step_first()
    {
        using var engine = new CpuEngine(new CpuEngineOptions { Threads = 1 });
        IReadOnlyDictionary<string, Tensor> weights = TestNetworks.RandomWeights(Residual, seed: 2);
        using ITrainableNetwork network = engine.CompileForTraining(
            Residual, weights, new TrainingOptions { BatchSize = Count, FrozenNodes = FreezeRatio.Head(Residual) });
        for (int step = 0; step < 5; step++)
            network.TrainStep(TestNetworks.RandomBatch(Residual, Count, (ulong)step), 1e-2);
        network.Freeze(0);
        network.TrainStep(TestNetworks.RandomBatch(Residual, Count, 9), 1e-2);

        // Adam's first step is the learning rate in the gradient's direction, however large the gradient.
        float[] before = weights["stem.weight"].Values, after = network.SaveWeights()["stem.weight"].Values;
        Assert.All(before.Zip(after, (b, a) => Math.Abs(a - b)), change => Assert.Equal(1e-2, change, 1e-4));
    }

    [Fact]
    public void The_backbone_learns_at_its_own_rate()
    {
        using var engine = new CpuEngine(new CpuEngineOptions { Threads = 1 });
        IReadOnlyDictionary<string, Tensor> weights = TestNetworks.RandomWeights(Residual, seed: 2);
        using ITrainableNetwork network = engine.CompileForTraining(
            Residual, weights, new TrainingOptions { BatchSize = Count, BackboneLearningRate = 0.1 });
        network.TrainStep(TestNetworks.RandomBatch(Residual, Count, 1), 1e-2);
        IReadOnlyDictionary<string, Tensor> trained = network.SaveWeights();
        double Change(string name) => weights[name].Values.Zip(trained[name].Values, (b, a) => Math.Abs(a - b)).Max();
        Assert.Equal(1e-3, Change("stem.weight"), 1e-5);
        Assert.Equal(1e-2, Change("output.weight"), 1e-4);
    }

    [Fact]
    public void The_head_cannot_be_frozen()
    {
        using var engine = new CpuEngine(new CpuEngineOptions { Threads = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => engine.CompileForTraining(
            Residual, TestNetworks.RandomWeights(Residual, 2), new TrainingOptions { FrozenNodes = Residual.Nodes.Count }));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1.0)]
    public void Label_smoothing_is_that_of_the_reference(double smoothing)
    {
        NetworkDefinition definition = TestNetworks.Get("linear");
        IReadOnlyDictionary<string, Tensor> weights = TestNetworks.RandomWeights(definition, seed: 2);
        Batch batch = TestNetworks.RandomBatch(definition, Count, seed: 1);
        float[] classWeights = [0.5f, 2f, 1f];
        using var engine = new CpuEngine(new CpuEngineOptions { Threads = 1 });
        using CompiledNetwork network = engine.CompileTrainable(
            definition, weights, new TrainingOptions { BatchSize = Count, ClassWeights = classWeights, LabelSmoothing = smoothing });
        network.ComputeGradients(batch);

        var reference = new ReferenceNetwork(definition, weights);
        var pass = new Pass(Count, IsTraining: true, Seed: 0, Step: 0);
        double[] logits = reference.Forward([.. batch.Inputs.Select(x => (double)x)], pass);
        (double loss, double[] gradient) =
            ReferenceNetwork.CrossEntropy(logits, batch.Targets, classWeights, definition.Classes, smoothing);
        reference.Backward(gradient, pass);
        Assert.Equal(loss, network.ReadMetrics().Loss, 1e-5 * loss);
        float[] actual = network.SaveGradients()["output.bias"].Values;
        Assert.All(reference.Parameters["output.bias"].Gradient.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    private static float[] Train(
        TrainingOptions options, Action<ITrainableNetwork> beforeStep, Func<ITrainableNetwork, bool>? unless = null)
    {
        using var engine = new CpuEngine(new CpuEngineOptions { Threads = 1 });
        using ITrainableNetwork network = engine.CompileForTraining(Residual, TestNetworks.RandomWeights(Residual, seed: 2), options);
        for (int step = 0; step < 3; step++)
        {
            if (unless?.Invoke(network) != true)
                beforeStep(network);
            network.TrainStep(TestNetworks.RandomBatch(Residual, Count, (ulong)step), 1e-2);
        }

        return [.. network.SaveWeights().OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => pair.Value.Values)];
    }

    private static double Norm(double[] values) => Math.Sqrt(values.Sum(value => value * value));
}
