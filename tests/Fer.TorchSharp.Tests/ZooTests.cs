using Fer.Engine.Tests;
using Fer.Models;

namespace Fer.TorchSharp.Tests;

/// <summary>Every network of the zoo: the same weights give the same outputs and gradients as on the embedded engine.</summary>
public class ZooTests
{
    private const int Count = 4;

    public static TheoryData<string> Networks => [.. NetworkZoo.Names];

    /// <summary>
    /// Gradients one parameter at a time, with every kink smoothed: a rounding that tips a ReLU or another winner of a max pool
    /// changes single gradients by more than the engines differ. The layers with kinks are compared one by one in LayerTests.
    /// </summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void The_same_weights_give_the_same_outputs_features_gradients_and_statistics(string name)
    {
        NetworkDefinition definition = WithLayers(Define(name), Smooth);
        (StepResult expected, StepResult actual) = Run(definition);
        expected.AssertClose(actual);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void As_published_outputs_and_features_agree_too_and_the_gradient_as_a_whole(string name)
    {
        (StepResult expected, StepResult actual) = Run(WithLayers(Define(name), Undropped));
        BothEngines.AssertClose(expected.Logits, actual.Logits, 1e-4, "logits");
        BothEngines.AssertClose(expected.Features, actual.Features, 1e-4, "features");
        double difference = 0, norm = 0;
        foreach ((string parameter, float[] gradient) in expected.Gradients)
        {
            double distance = BothEngines.Distance(gradient, actual.Gradients[parameter]), length = BothEngines.Norm(gradient);
            difference += distance * distance;
            norm += length * length;
        }

        Assert.True(Math.Sqrt(difference) < 3e-2 * Math.Sqrt(norm), $"off by {Math.Sqrt(difference)} of {Math.Sqrt(norm)}");
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

    private static (StepResult Embedded, StepResult Torch) Run(NetworkDefinition definition)
    {
        IReadOnlyDictionary<string, Tensor> weights = WeightInitializer.Initialize(definition, seed: 3);
        Batch batch = TestNetworks.RandomBatch(definition, Count, seed: 1);
        var options = new TrainingOptions { BatchSize = Count, LabelSmoothing = 0.1 };
        return (
            StepResult.Of(BothEngines.Embedded, definition, weights, batch, options),
            StepResult.Of(BothEngines.Torch, definition, weights, batch, options));
    }

    /// <summary>With small pictures.</summary>
    private static NetworkDefinition Define(string name)
    {
        try
        {
            return NetworkZoo.Create(name, 7, new TensorShape(1, 48, 48));
        }
        catch (NetworkDefinitionException)
        {
            return NetworkZoo.Create(name, 7, new TensorShape(3, 64, 64));
        }
    }

    private static NetworkDefinition WithLayers(NetworkDefinition definition, Func<Layer, Layer> change)
    {
        NetworkNode[] nodes = [.. definition.Nodes.Select(node => node with { Layer = change(node.Layer) })];
        return new NetworkDefinition(
            definition.Name, definition.Input, nodes, definition.FeatureNode < 0 ? null : nodes[definition.FeatureNode].Name);
    }

    private static Layer Smooth(Layer layer) => layer switch
    {
        ReLU or HardSwish => new SiLU(),
        HardSigmoid => new Sigmoid(),
        MaxPool2d pool => new AvgPool2d(pool.Kernel, pool.Stride, pool.Padding),
        AdaptiveMaxPool2d pool => new AdaptiveAvgPool2d(pool.OutHeight, pool.OutWidth),
        _ => Undropped(layer),
    };

    /// <summary>Each engine drops other values.</summary>
    private static Layer Undropped(Layer layer) => layer switch
    {
        Dropout => new Dropout(0),
        StochasticDepth => new StochasticDepth(0),
        _ => layer,
    };
}
