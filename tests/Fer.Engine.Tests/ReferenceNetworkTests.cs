namespace Fer.Engine.Tests;

public class ReferenceNetworkTests
{
    private const int Count = 3;
    private static readonly Pass Training = new(Count, IsTraining: true, Seed: 5, Step: 2);
    private static readonly float[] ClassWeights = [0.5f, 2f, 1f];

    public static TheoryData<string> Names => TestNetworks.Small;

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_agree_with_finite_differences(string name)
    {
        NetworkDefinition definition = TestNetworks.Get(name);
        var network = new ReferenceNetwork(definition, TestNetworks.RandomWeights(definition, seed: 2));
        AssertGradients(definition, network, labelSmoothing: 0);
    }

    [Theory]
    [InlineData("residual-features", "relu1")]
    [InlineData("inverted-residual", "sum")]
    [InlineData("cbam", "attended")]
    [InlineData("dropout-beside-another", "norm")]
    public void Gradients_agree_with_finite_differences_behind_a_frozen_part_and_with_label_smoothing(string name, string lastFrozen)
    {
        NetworkDefinition definition = TestNetworks.Get(name);
        int frozenNodes = definition.Nodes.Index().First(node => node.Item.Name == lastFrozen).Index + 1;
        IReadOnlyDictionary<string, Tensor> weights = TestNetworks.RandomWeights(definition, seed: 2);
        var network = new ReferenceNetwork(definition, weights, frozenNodes);
        AssertGradients(definition, network, labelSmoothing: 0.1);

        foreach (NetworkParameter statistic in definition.Parameters.Where(parameter => !parameter.Definition.IsTrainable))
        {
            double[] before = [.. weights[statistic.Name].Values.Select(x => (double)x)];
            if (statistic.Node < frozenNodes)
                Assert.Equal(before, network.Parameters[statistic.Name].Values);
            else
                Assert.NotEqual(before, network.Parameters[statistic.Name].Values);
        }
    }

    [Fact]
    public void A_frozen_part_runs_as_in_prediction()
    {
        NetworkDefinition definition = TestNetworks.Get("inverted-residual");
        IReadOnlyDictionary<string, Tensor> weights = TestNetworks.RandomWeights(definition, seed: 2);
        double[] inputs = [.. TestNetworks.RandomBatch(definition, Count, seed: 1).Inputs.Select(x => (double)x)];
        var frozen = new ReferenceNetwork(definition, weights, definition.Nodes.Count);
        var network = new ReferenceNetwork(definition, weights);
        Assert.Equal(network.Forward(inputs, Training with { IsTraining = false }), frozen.Forward(inputs, Training));
        Assert.NotEqual(network.Forward(inputs, Training), frozen.Forward(inputs, Training));
    }

    [Fact]
    public void Some_test_network_has_each_layer()
    {
        IEnumerable<Type> layers = typeof(Layer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Layer)) && !type.IsAbstract);
        IEnumerable<Type> tested = Names.SelectMany(name => TestNetworks.Get(name.Data).Nodes).Select(node => node.Layer.GetType());
        Assert.Empty(layers.Except(tested).Select(type => type.Name));
    }

    private static void AssertGradients(NetworkDefinition definition, ReferenceNetwork network, double labelSmoothing)
    {
        Batch batch = TestNetworks.RandomBatch(definition, Count, seed: 1);
        double[] inputs = [.. batch.Inputs.Select(x => (double)x)];
        (double Loss, double[] Gradient) CrossEntropy() => ReferenceNetwork.CrossEntropy(
            network.Forward(inputs, Training), batch.Targets, Weights(definition), definition.Classes, labelSmoothing);
        double Loss() => CrossEntropy().Loss;
        network.Backward(CrossEntropy().Gradient, Training);

        RandomGenerator random = RandomGenerator.Create(3);
        foreach (NetworkParameter parameter in definition.Parameters.Where(parameter => parameter.Definition.IsTrainable))
        {
            ReferenceParameter values = network.Parameters[parameter.Name];
            for (int probe = 0; probe < 6; probe++)
            {
                AssertDerivative(
                    values.Values, random.Next(values.Values.Length), values.Gradient, Loss, $"{definition.Name} {parameter.Name}");
            }
        }

        for (int probe = 0; probe < 6; probe++)
            AssertDerivative(inputs, random.Next(inputs.Length), network.InputGradient, Loss, $"{definition.Name} input");
    }

    private static float[]? Weights(NetworkDefinition definition) => definition.Classes == ClassWeights.Length ? ClassWeights : null;

    private static void AssertDerivative(double[] values, int i, double[] gradient, Func<double> loss, string what)
    {
        const double Step = 1e-6;
        double value = values[i];
        values[i] = value + Step;
        double above = loss();
        values[i] = value - Step;
        double below = loss();
        values[i] = value;
        double difference = (above - below) / (2 * Step);
        bool agrees = Math.Abs(difference - gradient[i]) <= 1e-7 + 1e-5 * Math.Abs(difference);
        Assert.True(agrees, $"{what}[{i}]: {gradient[i]}, finite difference {difference}");
    }
}
