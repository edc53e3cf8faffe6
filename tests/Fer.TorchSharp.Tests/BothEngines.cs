using Fer.Engine;

namespace Fer.TorchSharp.Tests;

/// <summary>What the engines make of the same network, weights and batch.</summary>
internal static class BothEngines
{
    /// <summary>One embedded engine for all tests: networks share its threads.</summary>
    public static CpuEngine Embedded { get; } = new(new CpuEngineOptions { Threads = 2 });

    /// <summary>One engine on libtorch for all tests.</summary>
    public static TorchEngine Torch { get; } = new(new TorchEngineOptions { Threads = 2 });

    public static float[] Logits(INetwork network, Batch batch)
    {
        var logits = new float[batch.Count * network.Definition.Classes];
        network.Predict(batch.Inputs, batch.Count, logits);
        return logits;
    }

    public static float[] Features(INetwork network, Batch batch)
    {
        var features = new float[batch.Count * network.Definition.Features.Size];
        network.ExtractFeatures(batch.Inputs, batch.Count, features);
        return features;
    }

    /// <summary>The gradients of a network's first step: Adam's first moments are a tenth of them.</summary>
    public static Dictionary<string, float[]> Gradients(ITrainableNetwork network, Batch batch)
    {
        network.TrainStep(batch, learningRate: 0);
        return network.SaveOptimizerState().Where(pair => pair.Key.EndsWith(".exp_avg", StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[..^".exp_avg".Length], pair => Array.ConvertAll(pair.Value.Values, value => value / 0.1f));
    }

    /// <summary>Close as a whole, relative to the values' norm.</summary>
    /// <param name="expected">What one engine computes.</param>
    /// <param name="actual">What the other does.</param>
    /// <param name="tolerance">The largest share of the norm.</param>
    /// <param name="what">What it is.</param>
    /// <param name="floor">A norm below which values are rounding.</param>
    public static void AssertClose(float[] expected, float[] actual, double tolerance, string what, double floor = 0)
    {
        Assert.Equal(expected.Length, actual.Length);
        double difference = Distance(expected, actual), norm = Math.Max(Norm(expected), floor);
        Assert.True(difference <= tolerance * norm, $"{what}: off by {difference} of {norm}");
    }

    public static double Distance(float[] a, float[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
        return Math.Sqrt(sum);
    }

    public static double Norm(float[] values)
    {
        double sum = 0;
        foreach (float value in values)
            sum += (double)value * value;
        return Math.Sqrt(sum);
    }
}
