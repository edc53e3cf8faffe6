using Fer.Engine.Tests;
using Fer.Models;

namespace Fer.TorchSharp.Tests;

/// <summary>Every network of the zoo: the same weights give the same outputs and gradients as on the embedded engine.</summary>
public class ZooTests
{
    private const int Count = 4;

    public static TheoryData<string> Networks => [.. NetworkZoo.Names];

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_same_weights_give_the_same_outputs_features_gradients_and_statistics(string name)
    {
        NetworkDefinition definition = BothEngines.WithoutDropout(Define(name));
        IReadOnlyDictionary<string, Tensor> weights = WeightInitializer.Initialize(definition, seed: 3);
        Batch batch = TestNetworks.RandomBatch(definition, Count, seed: 1);
        var options = new TrainingOptions { BatchSize = Count, LabelSmoothing = 0.1 };
        StepResult expected = StepResult.Of(BothEngines.Embedded, definition, weights, batch, options);
        expected.AssertClose(StepResult.Of(BothEngines.Torch, definition, weights, batch, options));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_module_s_parameters_have_the_definition_s_names(string name)
    {
        NetworkDefinition definition = Define(name);
        var weights = definition.Parameters.ToDictionary(
            parameter => parameter.Name, parameter => new Tensor(parameter.Definition.Dimensions, new float[parameter.Definition.Size]));
        using var module = new TorchNetwork(definition, weights);
        Assert.Equal(
            definition.Parameters.Select(parameter => parameter.Name).Order(StringComparer.Ordinal),
            module.state_dict().Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>With pictures as small as the network takes.</summary>
    private static NetworkDefinition Define(string name)
    {
        foreach (int side in new[] { 32, 48, 64, 96 })
        {
            foreach (int channels in new[] { 1, 3 })
            {
                try
                {
                    return NetworkZoo.Create(name, 7, new TensorShape(channels, side, side));
                }
                catch (NetworkDefinitionException)
                {
                    // Too small for this network, or not of this many channels.
                }
            }
        }

        throw new NetworkDefinitionException($"{name} takes none of the sizes tried.");
    }
}
