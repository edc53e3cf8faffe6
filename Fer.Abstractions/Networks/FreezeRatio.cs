namespace Fer;

/// <summary>
/// Which layers a freeze ratio keeps from learning: the first so many weight layers (convolutions and linear layers) in the
/// network's order, and everything before the next one. 0 freezes nothing, 1 everything but the head.
/// </summary>
/// <remarks>
/// The frozen part is always a beginning of the network, so that the backward pass can stop behind it. It runs as in
/// prediction: batch norms keep and use their running statistics, nothing is dropped. A dropout between it and the first
/// layer that learns belongs to the latter.
/// </remarks>
public static class FreezeRatio
{
    /// <summary>The nodes that hold a kernel, in the network's order; the last one is the head.</summary>
    /// <param name="network">The network.</param>
    public static IReadOnlyList<int> WeightLayers(NetworkDefinition network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return
        [
            .. network.Parameters.Where(parameter => parameter.Definition.Role == ParameterRole.Weight)
                .Select(parameter => parameter.Node).Distinct(),
        ];
    }

    /// <summary>The number of nodes at the network's beginning that a ratio freezes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="ratio">The share of the weight layers before the head, from 0 to 1; rounded down to whole layers.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ratio is not from 0 to 1.</exception>
    public static int FrozenNodes(NetworkDefinition network, double ratio)
    {
        if (!(ratio is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "A freeze ratio is from 0 to 1.");
        IReadOnlyList<int> layers = WeightLayers(network);
        int backbone = Math.Max(0, layers.Count - 1);

        // 0.3 of 10 layers are 3, whatever 0.3 * 10 comes to in binary.
        int frozen = (int)Math.Floor(ratio * backbone + 1e-9);
        if (frozen == 0)
            return 0;

        // Up to the next weight layer, less the dropout right before it.
        int end = layers[frozen];
        while (end - 1 > layers[frozen - 1] && network.Nodes[end - 1].Layer is Dropout)
            end--;
        return end;
    }

    /// <summary>The node of the classifier head: the last one that has parameters; -1 if none has.</summary>
    /// <param name="network">The network.</param>
    public static int Head(NetworkDefinition network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Parameters.Count == 0 ? -1 : network.Parameters[^1].Node;
    }
}
