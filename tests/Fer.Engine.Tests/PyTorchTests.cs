using System.Text.Json;
using Fer.Models;

namespace Fer.Engine.Tests;

/// <summary>ferd-cnn beside PyTorch's own figures (scripts/pytorch_ferd_cnn.py).</summary>
public class PyTorchTests
{
    private static readonly float[] ClassWeights = [1.0f, 9.4f, 1.0f, 0.6f, 0.8f, 0.9f, 1.3f];
    private static readonly JsonElement Expected =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "pytorch_ferd_cnn.json"))).RootElement;

    [Fact]
    public void Logits_loss_and_gradients_agree()
    {
        NetworkDefinition definition = WithoutDropout(FerdCnn.Create());
        Batch batch = FormulaBatch(definition, Expected.GetProperty("count").GetInt32(), salt: 1000);
        using var engine = new CpuEngine();
        using CompiledNetwork network = engine.CompileTrainable(
            definition, FormulaWeights(definition), new TrainingOptions { BatchSize = batch.Count, ClassWeights = ClassWeights });

        var logits = new float[batch.Count * definition.Classes];
        network.Predict(batch.Inputs, batch.Count, logits);
        double[] expectedLogits = Values(Expected.GetProperty("logits"));
        for (int i = 0; i < logits.Length; i++)
            AssertRelative(expectedLogits[i], logits[i], 1e-4, expectedLogits.Max(Math.Abs), $"logit {i}");

        network.ComputeGradients(batch);
        AssertRelative(Expected.GetProperty("loss").GetDouble(), network.ReadMetrics().Loss, 1e-4, null, "loss");
        AssertNorms(Expected.GetProperty("gradients"), network.SaveGradients(), 1e-3);
    }

    [Fact]
    public void Adam_with_L2_and_class_weights_agrees_step_by_step()
    {
        NetworkDefinition definition = new NetworkBuilder("linear", new TensorShape(10)).Add("linear", new Linear(7)).Build();
        var weights = new Dictionary<string, Tensor>
        {
            ["linear.weight"] = new([7, 10], Formula.Values(70, 1)),
            ["linear.bias"] = new([7], Formula.Values(7, 2)),
        };
        int count = Expected.GetProperty("count").GetInt32();
        Batch batch = FormulaBatch(definition, count, salt: 3);
        using var engine = new CpuEngine();
        using ITrainableNetwork network = engine.CompileForTraining(
            definition, weights, new TrainingOptions { BatchSize = count, ClassWeights = ClassWeights, L2 = 0.0003 });

        JsonElement expected = Expected.GetProperty("adam");
        foreach (double loss in Values(expected.GetProperty("losses")))
        {
            network.TrainStep(batch, learningRate: 0.01);
            AssertRelative(loss, network.ReadMetrics().Loss, 1e-5, null, "loss of a step");
        }

        IReadOnlyDictionary<string, Tensor> trained = network.SaveWeights();
        foreach (string name in new[] { "weight", "bias" })
        {
            double[] values = Values(expected.GetProperty(name));
            for (int i = 0; i < values.Length; i++)
                AssertRelative(values[i], trained["linear." + name].Values[i], 1e-5, 1, $"{name}[{i}]");
        }
    }

    private static NetworkDefinition WithoutDropout(NetworkDefinition network) => new(
        network.Name, network.Input,
        [.. network.Nodes.Select(node => node.Layer is Dropout ? node with { Layer = new Dropout(0) } : node)]);

    private static Batch FormulaBatch(NetworkDefinition definition, int count, int salt)
    {
        var batch = new Batch(definition.Input, definition.Classes, count) { Count = count };
        Formula.Values(batch.Inputs.Length, salt).CopyTo(batch.Inputs, 0);
        for (int n = 0; n < count; n++)
            batch.SetLabel(n, n % definition.Classes);
        return batch;
    }

    private static Dictionary<string, Tensor> FormulaWeights(NetworkDefinition definition)
    {
        var weights = new Dictionary<string, Tensor>();
        for (int salt = 0; salt < definition.Parameters.Count; salt++)
        {
            NetworkParameter parameter = definition.Parameters[salt];
            (double factor, double centre) = parameter.Definition.Role switch
            {
                ParameterRole.Weight => (Math.Sqrt(6.0 / parameter.Definition.FanIn), 0),
                ParameterRole.Scale or ParameterRole.RunningVariance => (0.1, 1),
                _ => (0.1, 0.0),
            };
            float[] values = [.. Formula.Values((int)parameter.Definition.Size, salt).Select(value => (float)(value * factor + centre))];
            weights[parameter.Name] = new Tensor(parameter.Definition.Dimensions, values);
        }

        return weights;
    }

    private static void AssertNorms(JsonElement expected, IReadOnlyDictionary<string, Tensor> actual, double tolerance)
    {
        foreach (JsonProperty property in expected.EnumerateObject())
        {
            float[] values = actual[property.Name].Values;
            double norm = property.Value.GetProperty("norm").GetDouble();
            AssertRelative(norm, Math.Sqrt(values.Sum(value => (double)value * value)), tolerance, null, property.Name);
            double[] first = Values(property.Value.GetProperty("first"));
            for (int i = 0; i < first.Length; i++)
                AssertRelative(first[i], values[i], tolerance, norm / Math.Sqrt(values.Length), $"{property.Name}[{i}]");
        }
    }

    private static void AssertRelative(double expected, double actual, double tolerance, double? scale, string what) =>
        Assert.True(
            Math.Abs(expected - actual) <= tolerance * Math.Max(Math.Abs(expected), scale ?? 0), $"{what}: PyTorch {expected}, here {actual}");

    private static double[] Values(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetDouble())];
}
