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
    /// <exception cref="NetworkDefinitionException">The engine does not know a layer, or the layers do not form a chain.</exception>
    public static CompiledGraph Compile(NetworkDefinition definition, MatrixKernels kernels, ThreadTeam team, int batchSize)
    {
        var compiler = new NetworkCompiler(definition, kernels, team, batchSize);
        for (int node = 0; node < definition.Nodes.Count; node++)
            node = compiler.AddNode(node);
        Dictionary<int, Value> values = compiler._values;
        return new CompiledGraph(
            [.. compiler._operations], values[-1], values[definition.Nodes.Count - 1], values[definition.FeatureNode]);
    }

    /// <summary>Compiles a node and those fused into it.</summary>
    /// <returns>The last node compiled.</returns>
    private int AddNode(int node)
    {
        RequireChain(node);
        Value input = _values[node - 1];
        switch (_definition.Nodes[node].Layer)
        {
            case Conv2d layer:
                return AddConvolution(node, input, layer);
            case Linear:
                return AddLinear(node, input);
            case BatchNorm layer:
                AddBatchNorm(node, input, layer);
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
                AddFlatten(node, input);
                return node;
            default:
                string layerName = _definition.Nodes[node].Layer.GetType().Name;
                throw Failure(node, $"the embedded engine has no {layerName}.");
        }
    }

    private int AddConvolution(int node, Value input, Conv2d layer)
    {
        TensorShape output = _definition.Shapes[node];
        var geometry = new ConvolutionGeometry(input.Shape, output, layer.Kernel, layer.Stride, layer.Padding);
        return AddMatrix(node, input, geometry, new MatrixLayout(output.Channels, input.Shape.Channels, geometry.Taps, _kernels.PanelWidth));
    }

    private int AddLinear(int node, Value input)
    {
        TensorShape output = _definition.Shapes[node], order = input.FlattenedFrom ?? input.Shape;
        var geometry = new ConvolutionGeometry(input.Shape, output, Kernel: 1, Stride: 1, Padding: 0);
        return AddMatrix(node, input, geometry, new MatrixLayout(output.Channels, order.Channels, order.Positions, _kernels.PanelWidth));
    }

    /// <summary>Adds a convolution or linear layer, and the ReLU behind it if there is one.</summary>
    private int AddMatrix(int node, Value input, ConvolutionGeometry geometry, MatrixLayout weightLayout)
    {
        var biasLayout = new VectorLayout(new TensorShape(geometry.Output.Channels), _kernels.PanelWidth);
        NetworkParameter[] parameters = [.. _parameters[node]];
        var weight = new Parameter(parameters[0].Name, parameters[0].Definition, weightLayout);
        Parameter? bias = parameters.Length > 1 ? new Parameter(parameters[1].Name, parameters[1].Definition, biasLayout) : null;

        bool relu = node + 1 < _definition.Nodes.Count && _definition.Nodes[node + 1].Layer is ReLU && node != _definition.FeatureNode;
        int last = relu ? node + 1 : node;
        RequireChain(last);
        Value output = _values[last] = new Value(geometry.Output);
        _operations.Add(new ConvolutionOperation(input, output, geometry, weight, bias, relu, _kernels, _team, _batchSize)
        {
            HasInputGradient = _operations.Exists(operation => operation.Parameters.Count > 0),
        });
        return last;
    }

    private void AddBatchNorm(int node, Value input, BatchNorm layer)
    {
        var layout = new VectorLayout(input.FlattenedFrom ?? new TensorShape(input.Shape.Channels), _kernels.PanelWidth);
        Parameter[] parameters = [.. _parameters[node].Select(parameter => new Parameter(parameter.Name, parameter.Definition, layout))];
        _operations.Add(new BatchNormOperation(input, Output(node, input), layer, parameters, _team, _batchSize));
    }

    private void AddFlatten(int node, Value input)
    {
        Value output = _values[node] = new Value(_definition.Shapes[node]) { FlattenedFrom = input.FlattenedFrom ?? input.Shape };
        _operations.Add(new FlattenOperation(input, output));
    }

    /// <summary>A node's output that keeps the order of the input's values.</summary>
    private Value Output(int node, Value input) =>
        _values[node] = new Value(_definition.Shapes[node]) { FlattenedFrom = input.FlattenedFrom };

    /// <summary>The operations run one after another, each on the one before it.</summary>
    private void RequireChain(int node)
    {
        if (_definition.Nodes[node].Inputs is not [var only] || only != node - 1)
            throw Failure(node, "the embedded engine runs chains; let every layer take the one before it.");
    }

    /// <summary>A ReLU of its own overwrites its input.</summary>
    private void RequireNotFeatures(int node)
    {
        if (node - 1 == _definition.FeatureNode)
            throw Failure(node - 1, $"its output is overwritten by the ReLU behind it; take the features from '{_definition.Nodes[node].Name}'.");
    }

    private NetworkDefinitionException Failure(int node, string reason) =>
        new($"'{_definition.Name}', layer '{_definition.Nodes[node].Name}': {reason}");
}
