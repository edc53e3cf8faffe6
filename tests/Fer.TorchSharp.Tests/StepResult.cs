namespace Fer.TorchSharp.Tests;

/// <summary>What an engine makes of a network and a batch: predictions, and a step's gradients, metrics and statistics.</summary>
internal sealed record StepResult(
    float[] Logits, float[] Features, Dictionary<string, float[]> Gradients, TrainingMetrics Metrics,
    Dictionary<string, float[]> Statistics)
{
    /// <summary>Predicts, and takes a step with a learning rate of zero.</summary>
    public static StepResult Of(
        IEngine engine, NetworkDefinition definition, IReadOnlyDictionary<string, Tensor> weights, Batch batch, TrainingOptions options)
    {
        using ITrainableNetwork network = engine.CompileForTraining(definition, weights, options);
        float[] logits = BothEngines.Logits(network, batch), features = BothEngines.Features(network, batch);
        Dictionary<string, float[]> gradients = BothEngines.Gradients(network, batch);
        string[] statistics =
            [.. definition.Parameters.Where(parameter => !parameter.Definition.IsTrainable).Select(parameter => parameter.Name)];
        IReadOnlyDictionary<string, Tensor> trained = statistics.Length == 0 ? new Dictionary<string, Tensor>() : network.SaveWeights();
        return new StepResult(
            logits, features, gradients, network.ReadMetrics(), statistics.ToDictionary(name => name, name => trained[name].Values));
    }

    /// <summary>Asserts that another engine makes the same of it.</summary>
    /// <param name="other">What the other makes.</param>
    /// <param name="gradients">The largest difference of a gradient, relative to its norm.</param>
    /// <param name="floor">A norm below which outputs are rounding.</param>
    public void AssertClose(StepResult other, double gradients = 1e-3, double floor = 0)
    {
        BothEngines.AssertClose(Logits, other.Logits, 1e-4, "logits", floor);
        BothEngines.AssertClose(Features, other.Features, 1e-4, "features", floor);
        Assert.Equal(Gradients.Keys.Order(StringComparer.Ordinal), other.Gradients.Keys.Order(StringComparer.Ordinal));

        // A bias before a batch norm has no gradient but rounding, which is as large as the other gradients make it.
        double largest = Gradients.Values.Select(gradient => BothEngines.Norm(gradient)).DefaultIfEmpty().Max();
        foreach ((string parameter, float[] gradient) in Gradients)
            BothEngines.AssertClose(gradient, other.Gradients[parameter], gradients, parameter, floor: 1e-2 * largest);
        Assert.Equal(
            (Metrics.Samples, Metrics.WeightSum, Metrics.Correct), (other.Metrics.Samples, other.Metrics.WeightSum, other.Metrics.Correct));
        Assert.Equal(Metrics.Loss, other.Metrics.Loss, 1e-4 * Metrics.Loss);
        foreach ((string statistic, float[] values) in Statistics)
            BothEngines.AssertClose(values, other.Statistics[statistic], 1e-4, statistic, floor: 1e-2);
    }
}
