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
        NetworkDefinition definition = PyTorchFormula.WithoutChance(FerdCnn.Create());
        Batch batch = PyTorchFormula.Batch(definition, Expected.GetProperty("count").GetInt32(), salt: 1000);
        using var engine = new CpuEngine();
        using CompiledNetwork network = engine.CompileTrainable(
            definition, PyTorchFormula.Weights(definition), new TrainingOptions { BatchSize = batch.Count, ClassWeights = ClassWeights });

        var logits = new float[batch.Count * definition.Classes];
        network.Predict(batch.Inputs, batch.Count, logits);
        PyTorchAssert.Logits(Expected.GetProperty("logits"), logits, "logit");

        network.ComputeGradients(batch);
        PyTorchAssert.Relative(Expected.GetProperty("loss").GetDouble(), network.ReadMetrics().Loss, 1e-4, null, "loss");
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
        Batch batch = PyTorchFormula.Batch(definition, count, salt: 3);
        using var engine = new CpuEngine();
        using ITrainableNetwork network = engine.CompileForTraining(
            definition, weights, new TrainingOptions { BatchSize = count, ClassWeights = ClassWeights, L2 = 0.0003 });

        JsonElement expected = Expected.GetProperty("adam");
        foreach (double loss in PyTorchAssert.Values(expected.GetProperty("losses")))
        {
            network.TrainStep(batch, learningRate: 0.01);
            PyTorchAssert.Relative(loss, network.ReadMetrics().Loss, 1e-5, null, "loss of a step");
        }

        IReadOnlyDictionary<string, Tensor> trained = network.SaveWeights();
        foreach (string name in new[] { "weight", "bias" })
        {
            double[] values = PyTorchAssert.Values(expected.GetProperty(name));
            for (int i = 0; i < values.Length; i++)
                PyTorchAssert.Relative(values[i], trained["linear." + name].Values[i], 1e-5, 1, $"{name}[{i}]");
        }
    }

    private static void AssertNorms(JsonElement expected, IReadOnlyDictionary<string, Tensor> actual, double tolerance)
    {
        foreach (JsonProperty property in expected.EnumerateObject())
        {
            float[] values = actual[property.Name].Values;
            double norm = property.Value.GetProperty("norm").GetDouble();
            PyTorchAssert.Relative(norm, PyTorchAssert.Norm(actual[property.Name]), tolerance, null, property.Name);
            double[] first = PyTorchAssert.Values(property.Value.GetProperty("first"));
            for (int i = 0; i < first.Length; i++)
                PyTorchAssert.Relative(first[i], values[i], tolerance, norm / Math.Sqrt(values.Length), $"{property.Name}[{i}]");
        }
    }
}
