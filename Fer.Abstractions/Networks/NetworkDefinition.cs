namespace Fer;

/// <summary>
/// A network as data: a graph of named layers in an order in which they can run, the last of which gives the classes'
/// logits. Engines compile it; weight files, freeze ratios and reports read it.
/// </summary>
public sealed class NetworkDefinition
{
    /// <summary>Checks a graph and infers every shape.</summary>
    /// <param name="name">The architecture's name, for example "ferd-cnn".</param>
    /// <param name="input">The shape of one input.</param>
    /// <param name="nodes">The layers; each takes the outputs of earlier ones.</param>
    /// <param name="featureNode">
    /// The node whose output serves as features for other learners, by name; null for the last layer's input.
    /// </param>
    /// <exception cref="NetworkDefinitionException">
    /// A name stands twice, an input is not an earlier node, a shape does not fit, or one is too large.
    /// </exception>
    public NetworkDefinition(string name, TensorShape input, IReadOnlyList<NetworkNode> nodes, string? featureNode = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(nodes);
        if (nodes.Count == 0)
            throw new NetworkDefinitionException($"'{name}' has no layers.");
        if (input.Channels < 1 || input.Height < 1 || input.Width < 1)
            throw new NetworkDefinitionException($"'{name}': the input {input} is empty.");
        if ((Int128)input.Channels * input.Height * input.Width > Array.MaxLength)
            throw new NetworkDefinitionException($"'{name}': the input {input} is too large; use smaller pictures.");

        Name = name;
        Input = input;
        Nodes = nodes;
        Shapes = InferShapes(name, input, nodes);
        if (Output.Positions != 1)
            throw new NetworkDefinitionException($"'{name}' ends in {Output}, not in a vector of class scores.");
        FeatureNode = FindFeatureNode(featureNode);
        Parameters = [.. nodes.SelectMany((node, i) => node.Layer.Parameters(InputShape(i))
            .Select(parameter => new NetworkParameter($"{node.Name}.{parameter.Name}", i, parameter)))];
    }

    /// <summary>The architecture's name.</summary>
    public string Name { get; }

    /// <summary>The shape of one input.</summary>
    public TensorShape Input { get; }

    /// <summary>The layers in an order in which they can run.</summary>
    public IReadOnlyList<NetworkNode> Nodes { get; }

    /// <summary>The output shape of every node, for one sample.</summary>
    public IReadOnlyList<TensorShape> Shapes { get; }

    /// <summary>The position of the node whose output serves as features; -1 for the network's input.</summary>
    public int FeatureNode { get; }

    /// <summary>Every parameter and statistic, in the order of the nodes.</summary>
    public IReadOnlyList<NetworkParameter> Parameters { get; }

    /// <summary>
    /// How many nodes came before these in the network of which this is the <see cref="Tail"/>; 0 for a whole network. Engines add it to
    /// a node's position where that keys random numbers, so that a tail's dropout is that of the whole network.
    /// </summary>
    public int FirstNode { get; private init; }

    /// <summary>The shape of the last layer's output.</summary>
    public TensorShape Output => Shapes[^1];

    /// <summary>The number of classes.</summary>
    public int Classes => Output.Size;

    /// <summary>The shape of the features.</summary>
    public TensorShape Features => ShapeOf(FeatureNode);

    /// <summary>The number of trained values, as PyTorch counts parameters.</summary>
    public long TrainableParameterCount => Parameters.Where(p => p.Definition.IsTrainable).Sum(p => p.Definition.Size);

    /// <summary>The number of trained values and running statistics, as Keras counts parameters.</summary>
    public long TotalParameterCount => Parameters.Sum(p => p.Definition.Size);

    /// <summary>The multiply-adds of one forward pass for one sample.</summary>
    public long MultiplyAdds => Nodes.Select((node, i) => node.Layer.MultiplyAdds(InputShape(i), Shapes[i])).Sum();

    /// <summary>The shape of a node's first input.</summary>
    public TensorShape InputShape(int node) => ShapeOf(Nodes[node].Inputs[0]);

    /// <summary>The output shape of a node; -1 is the network's input.</summary>
    public TensorShape ShapeOf(int node) => node < 0 ? Input : Shapes[node];

    /// <summary>The same network with the features taken from another node.</summary>
    /// <param name="node">The node's position.</param>
    public NetworkDefinition WithFeatures(int node)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(node);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(node, Nodes.Count);
        return new NetworkDefinition(Name, Input, Nodes, Nodes[node].Name) { FirstNode = FirstNode };
    }

    /// <summary>
    /// The only node whose output the nodes from a position on take from those before it: -1 for the network's input, null if
    /// they take several.
    /// </summary>
    /// <param name="firstNode">The position.</param>
    public int? FindBorder(int firstNode)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstNode);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(firstNode, Nodes.Count);
        int[] crossing = [.. Nodes.Skip(firstNode).SelectMany(node => node.Inputs).Where(input => input < firstNode).Distinct()];
        return crossing is [int only] ? only : null;
    }

    /// <summary>The network from a node on, as one of its own; layers and parameters keep their names.</summary>
    /// <param name="firstNode">The position of its first node; its input is what that and later nodes take from earlier ones.</param>
    /// <exception cref="NetworkDefinitionException">They take several values from earlier nodes (see <see cref="FindBorder"/>).</exception>
    public NetworkDefinition Tail(int firstNode)
    {
        int border = FindBorder(firstNode)
            ?? throw new NetworkDefinitionException(
                $"'{Name}' cannot be cut before '{Nodes[firstNode].Name}': several values cross there.");
        int Moved(int input) => input < firstNode ? -1 : input - firstNode;
        return new NetworkDefinition(
            Name, ShapeOf(border), [.. Nodes.Skip(firstNode).Select(node => node with { Inputs = [.. node.Inputs.Select(Moved)] })])
        {
            FirstNode = FirstNode + firstNode,
        };
    }

    private static TensorShape[] InferShapes(string name, TensorShape input, IReadOnlyList<NetworkNode> nodes)
    {
        var shapes = new TensorShape[nodes.Count];
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < nodes.Count; i++)
        {
            NetworkNode node = nodes[i];
            if (!names.Add(node.Name))
                throw new NetworkDefinitionException($"'{name}': two layers are named '{node.Name}'.");
            if (node.Inputs.Count == 0 || node.Inputs.Any(j => j < -1 || j >= i))
                throw new NetworkDefinitionException($"'{name}': layer '{node.Name}' must take earlier layers as its inputs.");
            try
            {
                shapes[i] = node.Layer.InferShape([.. node.Inputs.Select(j => j < 0 ? input : shapes[j])]);
                _ = shapes[i].Size;
            }
            catch (NetworkDefinitionException error)
            {
                throw new NetworkDefinitionException($"'{name}', layer '{node.Name}': {error.Message}", error);
            }
            catch (OverflowException error)
            {
                throw new NetworkDefinitionException(
                    $"'{name}', layer '{node.Name}': its output is too large; use smaller pictures.", error);
            }
        }

        return shapes;
    }

    private int FindFeatureNode(string? featureNode)
    {
        if (featureNode is null)
            return Nodes[^1].Inputs[0];
        for (int i = 0; i < Nodes.Count; i++)
        {
            if (Nodes[i].Name == featureNode)
                return i;
        }

        throw new NetworkDefinitionException($"'{Name}' has no layer '{featureNode}' to take features from.");
    }
}
