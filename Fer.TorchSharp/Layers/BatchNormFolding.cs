namespace Fer.TorchSharp;

/// <summary>
/// Makes batch normalisations by running statistics a part of the convolution or linear layer before them (Jacob et al., "Quantization
/// and training of neural networks for efficient integer-arithmetic-only inference", 2018, section 3.2): with
/// s = scale / sqrt(variance + epsilon) the weights become w * s and the bias shift + (bias - mean) * s. Prediction only.
/// </summary>
internal static class BatchNormFolding
{
    /// <summary>Folds where no other layer reads what the normalisation takes.</summary>
    /// <param name="definition">The network.</param>
    /// <param name="weights">Its weights.</param>
    /// <returns>A network that predicts the same, and its weights.</returns>
    /// <exception cref="TensorFileException">A weight is missing or has other dimensions.</exception>
    public static (NetworkDefinition Definition, IReadOnlyDictionary<string, Tensor> Weights) Fold(
        NetworkDefinition definition, IReadOnlyDictionary<string, Tensor> weights)
    {
        Dictionary<int, int> foldedInto = FindFoldable(definition);
        var values = new Dictionary<string, Tensor>(weights, StringComparer.Ordinal);
        foreach ((int norm, int node) in foldedInto)
            FoldWeights(definition, node, norm, values);

        var nodes = new List<NetworkNode>();
        int[] positions = new int[definition.Nodes.Count];
        for (int i = 0; i < positions.Length; i++)
        {
            if (foldedInto.TryGetValue(i, out int before))
            {
                positions[i] = positions[before];
                continue;
            }

            (string name, Layer layer, IReadOnlyList<int> inputs) = definition.Nodes[i];
            positions[i] = nodes.Count;
            nodes.Add(new NetworkNode(
                name,
                foldedInto.ContainsValue(i) ? WithBias(layer) : layer,
                [.. inputs.Select(input => input < 0 ? input : positions[input])]));
        }

        string? features = definition.FeatureNode < 0 ? null : nodes[positions[definition.FeatureNode]].Name;
        return (new NetworkDefinition(definition.Name, definition.Input, nodes, features), values);
    }

    /// <summary>The normalisations that can be folded, each with the layer before it, which nothing else reads.</summary>
    private static Dictionary<int, int> FindFoldable(NetworkDefinition definition)
    {
        Dictionary<int, int> readers = definition.Nodes.SelectMany(node => node.Inputs).CountBy(input => input).ToDictionary();
        return Enumerable.Range(0, definition.Nodes.Count)
            .Where(i => definition.Nodes[i].Layer is BatchNorm)
            .Select(i => (Norm: i, Before: definition.Nodes[i].Inputs[0]))
            .Where(pair => pair.Before >= 0 && pair.Before != definition.FeatureNode && readers[pair.Before] == 1)
            .Where(pair => definition.Nodes[pair.Before].Layer is Conv2d or Linear)
            .ToDictionary(pair => pair.Norm, pair => pair.Before);
    }

    private static Layer WithBias(Layer layer) =>
        layer is Conv2d convolution ? convolution with { Bias = true } : (Linear)layer with { Bias = true };

    private static void FoldWeights(NetworkDefinition definition, int node, int norm, Dictionary<string, Tensor> weights)
    {
        double epsilon = ((BatchNorm)definition.Nodes[norm].Layer).Epsilon;
        Dictionary<string, Tensor> own = Read(definition, node, weights), statistics = Read(definition, norm, weights);
        Tensor kernel = own["weight"];
        float[]? bias = own.GetValueOrDefault("bias")?.Values;
        int channels = kernel.Dimensions[0], size = kernel.Values.Length / channels;
        float[] folded = [.. kernel.Values], biases = new float[channels];
        for (int c = 0; c < channels; c++)
        {
            double scale = statistics["weight"].Values[c] / Math.Sqrt(statistics["running_var"].Values[c] + epsilon);
            biases[c] = (float)(statistics["bias"].Values[c] + (((bias?[c] ?? 0) - statistics["running_mean"].Values[c]) * scale));
            foreach (ref float value in folded.AsSpan(c * size, size))
                value = (float)(value * scale);
        }

        string name = definition.Nodes[node].Name;
        weights[$"{name}.weight"] = new Tensor(kernel.Dimensions, folded);
        weights[$"{name}.bias"] = new Tensor([channels], biases);
    }

    private static Dictionary<string, Tensor> Read(NetworkDefinition definition, int node, IReadOnlyDictionary<string, Tensor> weights) =>
        definition.Parameters.Where(parameter => parameter.Node == node).ToDictionary(
            parameter => parameter.Definition.Name,
            parameter => TensorValues.Check(weights, parameter.Name, parameter.Definition.Dimensions));
}
