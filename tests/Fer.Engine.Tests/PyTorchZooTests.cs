using System.Text.Json;
using Fer.Models;

namespace Fer.Engine.Tests;

/// <summary>The zoo's networks beside PyTorch's own figures for them (scripts/pytorch_zoo.py).</summary>
public class PyTorchZooTests
{
    private static readonly Dictionary<string, JsonElement> Expected = JsonDocument
        .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "pytorch_zoo.json")))
        .RootElement.EnumerateArray().ToDictionary(network => network.GetProperty("name").GetString()!);

    public static TheoryData<string> Names => [.. Expected.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Logits_loss_gradients_and_statistics_agree(string name)
    {
        JsonElement expected = Expected[name];
        NetworkDefinition definition = PyTorchFormula.WithoutChance(Define(name, expected));
        int count = expected.GetProperty("count").GetInt32();
        Batch batch = PyTorchFormula.Batch(definition, count, expected.GetProperty("salt").GetInt32());
        using var engine = new CpuEngine();
        using CompiledNetwork network = engine.CompileTrainable(
            definition, PyTorchFormula.Weights(definition), new TrainingOptions { BatchSize = count });

        var logits = new float[count * definition.Classes];
        network.Predict(batch.Inputs, count, logits);
        PyTorchAssert.Logits(expected.GetProperty("evaluationLogits"), logits, "logit in evaluation mode");

        using (INetwork predicting = engine.CompileForPrediction(definition, PyTorchFormula.Weights(definition), count))
            predicting.Predict(batch.Inputs, count, logits);
        PyTorchAssert.Logits(expected.GetProperty("evaluationLogits"), logits, "logit of the network compiled for prediction");

        network.ComputeGradients(batch, logits);
        PyTorchAssert.Logits(expected.GetProperty("trainingLogits"), logits, "logit in training mode");
        PyTorchAssert.Relative(expected.GetProperty("loss").GetDouble(), network.ReadMetrics().Loss, 1e-4, null, "loss");
        AssertGradients(expected.GetProperty("gradients"), network.SaveGradients());
        AssertStatistics(expected.GetProperty("statistics"), network.SaveWeights());
    }

    /// <summary>The zoo's network; narrower where it would take gigabytes to train, as in the script.</summary>
    private static NetworkDefinition Define(string name, JsonElement expected)
    {
        int[] shape = expected.GetProperty("input").Deserialize<int[]>()!;
        var input = new TensorShape(shape[0], shape[1], shape[2]);
        int classes = expected.GetProperty("classes").GetInt32();
        return name switch
        {
            Vgg16.Name => Vgg16.Create(classes, input, width: 0.125),
            Vgg16.BatchNormName => Vgg16.Create(classes, input, batchNorm: true, width: 0.125),
            FerVgg.Name => FerVgg.Create(classes, input, hidden: 256),
            _ => NetworkZoo.Create(name, classes, input),
        };
    }

    /// <summary>
    /// Each gradient's norm to 1e-3, its first values to 1e-2 of their typical size. Some are zero but for rounding (a bias
    /// before a batch norm): small ones are measured against a tenth of the median.
    /// </summary>
    private static void AssertGradients(JsonElement expected, IReadOnlyDictionary<string, Tensor> actual)
    {
        Dictionary<string, double[]> gradients = expected.EnumerateObject()
            .ToDictionary(gradient => gradient.Name, gradient => PyTorchAssert.Values(gradient.Value));
        Assert.Equal(gradients.Keys.Order(), actual.Keys.Order());
        double floor = 0.1 * gradients.Values.Select(gradient => gradient[0]).Order().ElementAt(gradients.Count / 2);
        foreach ((string name, double[] gradient) in gradients)
        {
            (double norm, double size, double[] first) = (gradient[0], gradient[1], gradient[2..]);
            Assert.Equal(size, actual[name].Values.Length);
            PyTorchAssert.Relative(norm, PyTorchAssert.Norm(actual[name]), 1e-3, floor, $"norm of {name}'s gradient");
            double typical = Math.Max(norm, floor) / Math.Sqrt(size);
            for (int i = 0; i < first.Length; i++)
                PyTorchAssert.Relative(first[i], actual[name].Values[i], 1e-2, typical, $"gradient of {name}[{i}]");
        }
    }

    /// <summary>The running statistics after the step, by their norms to 1e-4.</summary>
    private static void AssertStatistics(JsonElement expected, IReadOnlyDictionary<string, Tensor> actual)
    {
        foreach (JsonProperty statistic in expected.EnumerateObject())
            PyTorchAssert.Relative(statistic.Value.GetDouble(), PyTorchAssert.Norm(actual[statistic.Name]), 1e-4, null, statistic.Name);
    }
}
