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
        Batch batch = TestNetworks.RandomBatch(definition, Count, seed: 1);
        double[] inputs = [.. batch.Inputs.Select(x => (double)x)];
        var network = new ReferenceNetwork(definition, TestNetworks.RandomWeights(definition, seed: 2));

        (double Loss, double[] Gradient) CrossEntropy() => ReferenceNetwork.CrossEntropy(
            network.Forward(inputs, Training), batch.Targets, Weights(definition), definition.Classes);
        double Loss() => CrossEntropy().Loss;
        network.Backward(CrossEntropy().Gradient, Training);

        RandomGenerator random = RandomGenerator.Create(3);
        foreach (NetworkParameter parameter in definition.Parameters.Where(parameter => parameter.Definition.IsTrainable))
        {
            ReferenceParameter values = network.Parameters[parameter.Name];
            for (int probe = 0; probe < 6; probe++)
                AssertDerivative(values.Values, random.Next(values.Values.Length), values.Gradient, Loss, $"{name} {parameter.Name}");
        }

        for (int probe = 0; probe < 6; probe++)
            AssertDerivative(inputs, random.Next(inputs.Length), network.InputGradient, Loss, $"{name} input");
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
