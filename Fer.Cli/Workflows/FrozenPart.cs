using System.Globalization;

namespace Fer.Cli.Workflows;

/// <summary>What a freeze ratio keeps from learning in a network, in numbers.</summary>
/// <param name="Nodes">How many nodes at the network's beginning are frozen.</param>
/// <param name="WeightLayers">How many convolutions and linear layers are frozen.</param>
/// <param name="AllWeightLayers">How many the network has.</param>
/// <param name="LastLayer">The last frozen one of them; null if none is.</param>
/// <param name="Parameters">How many trainable parameters the network has.</param>
/// <param name="TrainedParameters">How many of them learn.</param>
internal sealed record FrozenPart(
    int Nodes, int WeightLayers, int AllWeightLayers, string? LastLayer, long Parameters, long TrainedParameters)
{
    /// <summary>Counts what a ratio freezes.</summary>
    public static FrozenPart Of(NetworkDefinition network, double ratio)
    {
        int nodes = FreezeRatio.FrozenNodes(network, ratio);
        IReadOnlyList<int> layers = FreezeRatio.WeightLayers(network);
        int[] frozen = [.. layers.Where(node => node < nodes)];
        return new FrozenPart(
            nodes,
            frozen.Length,
            layers.Count,
            frozen.Length == 0 ? null : network.Nodes[frozen[^1]].Name,
            network.TrainableParameterCount,
            network.Parameters.Where(p => p.Node >= nodes && p.Definition.IsTrainable).Sum(p => p.Definition.Size));
    }

    /// <summary>In words.</summary>
    public override string ToString() => LastLayer is null
        ? Text($"Nothing is frozen: all {AllWeightLayers} weight layers learn, {Parameters:N0} parameters.")
        : Text($"Frozen: {WeightLayers} of {AllWeightLayers} weight layers, up to '{LastLayer}'; ")
            + Text($"{TrainedParameters:N0} of {Parameters:N0} parameters learn.");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
