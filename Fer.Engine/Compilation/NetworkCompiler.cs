namespace Fer.Engine;

/// <summary>Turns a network definition into operations on values: chooses, fuses and connects.</summary>
internal sealed class NetworkCompiler
{
    private readonly NetworkDefinition _definition;
    private readonly MatrixKernels _kernels;
    private readonly ThreadTeam _team;
    private readonly int _batchSize;
    private readonly ILookup<int, NetworkParameter> _parameters;
    private readonly List<Operation> _operations = [];
    private readonly Dictionary<int, Value> _values = [];

    private NetworkCompiler(NetworkDefinition definition, MatrixKernels kernels, ThreadTeam team, int batchSize)
    {
        _definition = definition;
        _kernels = kernels;
        _team = team;
        _batchSize = batchSize;
        _parameters = definition.Parameters.ToLookup(parameter => parameter.Node);
        _values[-1] = new Value(definition.Input);
    }

    /// <summary>Compiles a network.</summary>
    /// <exception cref="NetworkDefinitionException">The engine does not know a layer, or a layer's output goes to none or several others.</exception>
    public static CompiledGraph Compile(NetworkDefinition definition, MatrixKernels kernels, ThreadTeam team, int batchSize)
    {
        var compiler = new NetworkCompiler(definition, kernels, team, batchSize);
        for (int node = 0; node < definition.Nodes.Count; node++)
            node = compiler.AddNode(node);
        return new CompiledGraph(
            [.. compiler._operations], compiler._values[-1], compiler._values[definition.Nodes.Count - 1], compiler._values[definition.FeatureNode]);
    }

    /// <summary>Compiles a node and those fused into it.</summary>
    /// <returns>The last node compiled.</returns>
    private int AddNode(int node)
    {
        RequireChain(node);
        Value input = _values[node - 1];
        TensorShape shape = _definition.Shapes[node];
        switch (_definition.Nodes[node].Layer)
        {
            case Conv2d layer:
                var geometry = new ConvolutionGeometry(input.Shape, shape, layer.Kernel, layer.Stride, layer.Padding);
                return AddConvolution(node, geometry, new MatrixLayout(shape.Channels, input.Shape.Channels, geometry.Taps, _kernels.PanelWidth));
            case Linear:
                TensorShape source = input.FlattenedFrom ?? input.Shape;
                return AddConvolution(
                    node, new ConvolutionGeometry(input.Shape, shape, Kernel: 1, Stride: 1, Padding: 0),
                    new MatrixLayout(shape.Channels, source.Channels, source.Positions, _kernels.PanelWidth));
            case BatchNorm layer:
                ParameterLayout layout = new VectorLayout(input.FlattenedFrom ?? new TensorShape(input.Shape.Channels), _kernels.PanelWidth);
                Parameter[] parameters = [.. _parameters[node].Select(parameter => new Parameter(parameter.Name, parameter.Definition, layout))];
                _operations.Add(new BatchNormOperation(input, Output(node, input), layer, parameters, _team, _batchSize));
                return node;
            case ReLU:
                RequireNotFeatures(node);
                _operations.Add(new ReluOperation(input, Output(node, input), _team));
                return node;
            case Dropout layer:
                _operations.Add(new DropoutOperation(input, Output(node, input), layer, node, _team));
                return node;
            case MaxPool2d layer:
                _operations.Add(new MaxPoolOperation(input, Output(node, input), layer, _team, _batchSize));
                return node;
            case Flatten:
                _operations.Add(new FlattenOperation(input, _values[node] = new Value(shape) { FlattenedFrom = input.FlattenedFrom ?? input.Shape }));
                return node;
            default:
                throw new NetworkDefinitionException(
                    $"'{_definition.Name}', layer '{_definition.Nodes[node].Name}': the embedded engine has no {_definition.Nodes[node].Layer.GetType().Name}.");
        }
    }

    private int AddConvolution(int node, ConvolutionGeometry geometry, MatrixLayout layout)
    {
        Value input = _values[node - 1];
        Parameter[] parameters =
        [
            .. _parameters[node].Select(parameter => new Parameter(
                parameter.Name, parameter.Definition,
                parameter.Definition.Role == ParameterRole.Weight ? layout : new VectorLayout(new TensorShape(geometry.Output.Channels), _kernels.PanelWidth))),
        ];
        bool relu = node + 1 < _definition.Nodes.Count && _definition.Nodes[node + 1].Layer is ReLU && node != _definition.FeatureNode;
        int last = relu ? node + 1 : node;
        if (relu)
            RequireChain(last);
        _operations.Add(new ConvolutionOperation(
            input, _values[last] = new Value(geometry.Output), geometry, parameters[0], parameters.ElementAtOrDefault(1), relu, _kernels, _team, _batchSize)
        {
            HasInputGradient = _operations.Exists(operation => operation.Parameters.Count > 0),
        });
        return last;
    }

    /// <summary>A node's output that keeps the order of the input's values.</summary>
    private Value Output(int node, Value input) =>
        _values[node] = new Value(_definition.Shapes[node]) { FlattenedFrom = input.FlattenedFrom };

    /// <summary>The operations run one after another, each on the one before it.</summary>
    private void RequireChain(int node)
    {
        NetworkNode current = _definition.Nodes[node];
        if (current.Inputs is not [var only] || only != node - 1)
        {
            throw new NetworkDefinitionException(
                $"'{_definition.Name}', layer '{current.Name}': the embedded engine runs chains; let every layer take the one before it.");
        }
    }

    private void RequireNotFeatures(int node)
    {
        if (node - 1 == _definition.FeatureNode)
        {
            throw new NetworkDefinitionException(
                $"'{_definition.Name}': layer '{_definition.Nodes[node - 1].Name}' is overwritten by the ReLU behind it; take the features from '{_definition.Nodes[node].Name}'.");
        }
    }
}
