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
    /// <summary>The name by which layers take the network's own input.</summary>
    public const string Input = "input";

    private const int LargestTried = 256;

    private readonly List<NetworkNode> _nodes = [];

    /// <summary>The name of the layer added last, to come back to it later; <see cref="Input"/> as long as there is none.</summary>
    public string Last => _nodes.Count > 0 ? _nodes[^1].Name : Input;

    /// <summary>Adds a layer that takes the output of the last one.</summary>
    /// <param name="layerName">The layer's unique name, the prefix of its parameters' names.</param>
    /// <param name="layer">The layer.</param>
    /// <exception cref="NetworkDefinitionException">The name is the network's input's.</exception>
    public NetworkBuilder Add(string layerName, Layer layer) => Add(layerName, layer, [Last]);

    /// <summary>Adds a layer that takes the outputs of the named layers.</summary>
    /// <param name="layerName">The layer's unique name.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">The names of earlier layers, or <see cref="Input"/>.</param>
    /// <exception cref="NetworkDefinitionException">There is no layer of that name yet, or the name is the network's input's.</exception>
    public NetworkBuilder Add(string layerName, Layer layer, params IReadOnlyList<string> inputs)
    {
        ArgumentException.ThrowIfNullOrEmpty(layerName);
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(inputs);
        if (layerName == Input)
            throw new NetworkDefinitionException($"'{name}': '{Input}' is the network's own input; give the layer another name.");
        _nodes.Add(new NetworkNode(layerName, layer, [.. inputs.Select(Position)]));
        return this;
    }

    /// <summary>Checks the network and infers its shapes.</summary>
    /// <param name="featureLayer">The layer whose output serves as features; null for the last layer's input.</param>
    /// <exception cref="NetworkDefinitionException">
    /// The layers do not fit together, or not the input; where larger pictures would do, the error names the smallest square ones.
    /// </exception>
    public NetworkDefinition Build(string? featureLayer = null)
    {
        try
        {
            return Build(input, featureLayer);
        }
        catch (NetworkDefinitionException error)
            when (SmallestSquare(featureLayer) is int size && size > Math.Min(input.Height, input.Width))
        {
            throw new NetworkDefinitionException($"'{name}' needs pictures of at least {size}x{size}, not {input}.", error);
        }
    }

    private NetworkDefinition Build(TensorShape shape, string? featureLayer) => new(name, shape, [.. _nodes], featureLayer);

    /// <summary>The size of the smallest square pictures that the layers take; null if they take none, up to a limit.</summary>
    private int? SmallestSquare(string? featureLayer)
    {
        for (int size = 1; size <= LargestTried; size++)
        {
            try
            {
                Build(new TensorShape(input.Channels, size, size), featureLayer);
                return size;
            }
            catch (NetworkDefinitionException)
            {
                // Too small still, or wrong whatever the size.
            }
        }

        return null;
    }

    private int Position(string layerName)
    {
        if (layerName == Input)
            return -1;
        int position = _nodes.FindIndex(node => node.Name == layerName);
        return position >= 0
            ? position
            : throw new NetworkDefinitionException($"'{name}': there is no layer '{layerName}' yet; add it before it is used.");
    }
}
