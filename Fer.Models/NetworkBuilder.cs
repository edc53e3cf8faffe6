namespace Fer.Models;

/// <summary>Writes down a network layer by layer; each layer takes the one before it unless told otherwise.</summary>
/// <example>
/// <code>
/// NetworkDefinition network = new NetworkBuilder("tiny", new TensorShape(1, 48, 48))
///     .Add("conv", new Conv2d(16, Kernel: 3, Padding: 1))
///     .Add("relu", new ReLU())
///     .Add("flatten", new Flatten())
///     .Add("output", new Linear(7))
///     .Build();
/// </code>
/// </example>
/// <param name="name">The architecture's name.</param>
/// <param name="input">The shape of one input.</param>
public sealed class NetworkBuilder(string name, TensorShape input)
{
    private readonly List<NetworkNode> _nodes = [];

    /// <summary>Adds a layer that takes the output of the last one.</summary>
    /// <param name="layerName">The layer's unique name, the prefix of its parameters' names.</param>
    /// <param name="layer">The layer.</param>
    public NetworkBuilder Add(string layerName, Layer layer)
    {
        ArgumentException.ThrowIfNullOrEmpty(layerName);
        ArgumentNullException.ThrowIfNull(layer);
        _nodes.Add(new NetworkNode(layerName, layer, [_nodes.Count - 1]));
        return this;
    }

    /// <summary>Adds a layer that takes the outputs of the named layers.</summary>
    /// <param name="layerName">The layer's unique name.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">The names of earlier layers.</param>
    /// <exception cref="NetworkDefinitionException">There is no layer of that name yet.</exception>
    public NetworkBuilder Add(string layerName, Layer layer, params IReadOnlyList<string> inputs)
    {
        ArgumentException.ThrowIfNullOrEmpty(layerName);
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(inputs);
        _nodes.Add(new NetworkNode(layerName, layer, [.. inputs.Select(Position)]));
        return this;
    }

    /// <summary>Checks the network and infers its shapes.</summary>
    /// <param name="featureLayer">The layer whose output serves as features; null for the last layer's input.</param>
    /// <exception cref="NetworkDefinitionException">The layers do not fit together.</exception>
    public NetworkDefinition Build(string? featureLayer = null) => new(name, input, [.. _nodes], featureLayer);

    private int Position(string layerName)
    {
        int position = _nodes.FindIndex(node => node.Name == layerName);
        return position >= 0
            ? position
            : throw new NetworkDefinitionException($"'{name}': there is no layer '{layerName}' yet; add it before it is used.");
    }
}
