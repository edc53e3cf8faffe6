using Fer.Engine.Tests;
using Fer.Models;

namespace Fer.TorchSharp.Tests;

/// <summary>Every network of the zoo: the same weights give the same outputs and gradients as on the embedded engine.</summary>
public class ZooTests
{
    private const int Count = 4;
    private const int MostBatches = 12;
    private const double GradientTolerance = 1e-3;

    public static TheoryData<string> Networks => [.. NetworkZoo.Names];

    /// <summary>
    /// Gradients one parameter at a time, with every kink smoothed: a rounding that tips a ReLU or another winner of a max pool
    /// changes single gradients by more than the engines differ. The layers with kinks are compared one by one in LayerTests.
    /// </summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void With_kinks_smoothed_outputs_features_gradients_and_statistics_agree(string name)
    {
        (StepResult expected, StepResult actual) = Run(Smooth(Define(name)));
        expected.AssertClose(actual);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void As_published_outputs_and_features_agree_too(string name)
    {
        NetworkDefinition definition = Define(name);
        IReadOnlyDictionary<string, Tensor> weights = WeightInitializer.Initialize(definition, seed: 3);
        Batch batch = TestNetworks.RandomBatch(definition, Count, seed: 1);
        using INetwork embedded = BothEngines.Embedded.CompileForPrediction(definition, weights, Count);
        using INetwork torch = BothEngines.Torch.CompileForPrediction(definition, weights, Count);
        BothEngines.AssertClose(BothEngines.Logits(embedded, batch), BothEngines.Logits(torch, batch), 1e-4, "logits");
        BothEngines.AssertClose(BothEngines.Features(embedded, batch), BothEngines.Features(torch, batch), 1e-4, "features");
    }

    /// <summary>
    /// As published but for dropout, of which each engine drops other values, and the widths of vgg16: among a few batches there is one
    /// for which no rounding tips a kink, and for that one every gradient agrees.
    /// </summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void As_published_every_gradient_agrees(string name)
    {
        NetworkDefinition definition = PyTorchFormula.WithoutChance(DefineSmall(name));
        Dictionary<string, Tensor> weights = PyTorchFormula.Weights(definition);
        double closest = double.PositiveInfinity;
        for (int salt = 1000; salt < 1000 + MostBatches && closest > GradientTolerance; salt++)
        {
            Batch batch = PyTorchFormula.Batch(definition, Count, salt);
            closest = Math.Min(closest, FarthestGradient(definition, weights, batch));
        }

        Assert.InRange(closest, 0, GradientTolerance);
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

    /// <summary>The largest relative distance of a gradient; small ones, zero but for rounding, count as a tenth of the median.</summary>
    private static double FarthestGradient(NetworkDefinition definition, IReadOnlyDictionary<string, Tensor> weights, Batch batch)
    {
        var options = new TrainingOptions { BatchSize = Count };
        Dictionary<string, float[]> expected = StepResult.Of(BothEngines.Embedded, definition, weights, batch, options).Gradients;
        Dictionary<string, float[]> actual = StepResult.Of(BothEngines.Torch, definition, weights, batch, options).Gradients;
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        double[] norms = [.. expected.Values.Select(BothEngines.Norm).Order()];
        double floor = 0.1 * norms[norms.Length / 2];
        return expected.Max(gradient =>
            BothEngines.Distance(gradient.Value, actual[gradient.Key]) / Math.Max(floor, BothEngines.Norm(gradient.Value)));
    }

    /// <summary>With pictures so small, and vgg16 so narrow, that few values are near a kink.</summary>
    private static NetworkDefinition DefineSmall(string name) => name switch
    {
        Vgg16.Name => Vgg16.Create(7, new TensorShape(3, 64, 64), width: 0.125),
        Vgg16.BatchNormName => Vgg16.Create(7, new TensorShape(3, 64, 64), batchNorm: true, width: 0.125),
        FerResNet.Name => NetworkZoo.Create(name, 7, new TensorShape(1, 24, 24)),
        _ when name.StartsWith("resnet", StringComparison.Ordinal) => NetworkZoo.Create(name, 7, new TensorShape(3, 33, 40)),
        _ => Define(name),
    };

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

    /// <summary>The same network without dropout and without kinks.</summary>
    private static NetworkDefinition Smooth(NetworkDefinition definition)
    {
        NetworkNode[] nodes = [.. PyTorchFormula.WithoutChance(definition).Nodes.Select(node => node with { Layer = Smooth(node.Layer) })];
        return new NetworkDefinition(definition.Name, definition.Input, nodes, nodes[definition.FeatureNode].Name);
    }

    private static Layer Smooth(Layer layer) => layer switch
    {
        ReLU or HardSwish => new SiLU(),
        HardSigmoid => new Sigmoid(),
        MaxPool2d pool => new AvgPool2d(pool.Kernel, pool.Stride, pool.Padding),
        AdaptiveMaxPool2d pool => new AdaptiveAvgPool2d(pool.OutHeight, pool.OutWidth),
        _ => layer,
    };
}
