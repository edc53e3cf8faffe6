namespace Fer.Engine.Tests;

/// <summary>Weights and batches from <see cref="Formula"/>, as scripts/pytorch_formula.py makes them.</summary>
internal static class PyTorchFormula
{
    /// <summary>
    /// Weights by name: kernels uniform with variance 2 / fan-in, scales and variances 1 +- 0.1, all others 0 +- 0.1; the salt
    /// is the parameter's position. The last scale of a bottleneck block is a quarter of that.
    /// </summary>
    public static Dictionary<string, Tensor> Weights(NetworkDefinition network)
    {
        var weights = new Dictionary<string, Tensor>();
        for (int salt = 0; salt < network.Parameters.Count; salt++)
        {
            NetworkParameter parameter = network.Parameters[salt];
            (double factor, double centre) = parameter.Definition.Role switch
            {
                ParameterRole.Weight => (Math.Sqrt(6.0 / parameter.Definition.FanIn), 0),
                ParameterRole.Scale or ParameterRole.RunningVariance => (0.1, 1),
                _ => (0.1, 0.0),
            };
            float damping = parameter.Name.EndsWith("bn3.weight", StringComparison.Ordinal) ? 0.25f : 1;
            float[] values = Formula.Values((int)parameter.Definition.Size, salt);
            foreach (ref float value in values.AsSpan())
                value = (float)(value * factor + centre) * damping;
            weights[parameter.Name] = new Tensor(parameter.Definition.Dimensions, values);
        }

        return weights;
    }

    /// <summary>A full batch of noise; the classes take turns.</summary>
    public static Batch Batch(NetworkDefinition network, int count, int salt)
    {
        var batch = new Batch(network.Input, network.Classes, count) { Count = count };
        Formula.Values(batch.Inputs.Length, salt).CopyTo(batch.Inputs, 0);
        for (int n = 0; n < count; n++)
            batch.SetLabel(n, n % network.Classes);
        return batch;
    }

    /// <summary>The same network with nothing left to chance: no dropout, no stochastic depth.</summary>
    public static NetworkDefinition WithoutChance(NetworkDefinition network)
    {
        NetworkNode[] nodes =
        [
            .. network.Nodes.Select(node => node.Layer switch
            {
                Dropout => node with { Layer = new Dropout(0) },
                StochasticDepth => node with { Layer = new StochasticDepth(0) },
                _ => node,
            }),
        ];
        string? features = network.FeatureNode < 0 ? null : nodes[network.FeatureNode].Name;
        return new NetworkDefinition(network.Name, network.Input, nodes, features);
    }
}
