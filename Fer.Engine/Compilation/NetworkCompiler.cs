namespace Fer.Engine;

/// <summary>Turns a network definition into operations on values: chooses, fuses and connects.</summary>
internal sealed class NetworkCompiler
{
    private readonly NetworkDefinition _definition;
    private readonly MatrixKernels _kernels;
    private readonly ThreadTeam _team;
    private readonly int _batchSize;
    private readonly bool _training;
    private readonly bool _winograd;
    private readonly int _frozenNodes;
    private readonly ILookup<int, NetworkParameter> _parameters;
    private readonly ILookup<int, int> _readers;
    private readonly List<Operation> _operations = [];
    private readonly Dictionary<int, Value> _values = [];
    private readonly Dictionary<Value, Value> _reordered = [];

    private NetworkCompiler(
        NetworkDefinition definition, MatrixKernels kernels, ThreadTeam team, int batchSize, bool training, int frozenNodes, bool winograd)
    {
        _definition = definition;
        _kernels = kernels;
        _team = team;
        _batchSize = batchSize;
        _training = training;
        _frozenNodes = frozenNodes;
        _winograd = winograd;
        _parameters = definition.Parameters.ToLookup(parameter => parameter.Node);
        _readers = definition.Nodes
            .SelectMany((node, i) => node.Inputs.Select(input => (input, i)))
            .ToLookup(pair => pair.input, pair => pair.i);
        _values[-1] = new Value(definition.Input);
    }

    /// <summary>Compiles a network.</summary>
    /// <param name="definition">The network.</param>
    /// <param name="kernels">The register kernels.</param>
    /// <param name="team">The threads.</param>
    /// <param name="batchSize">The most samples.</param>
    /// <param name="training">Whether it will learn; if not, more layers are computed together.</param>
    /// <param name="frozenNodes">How many nodes at the beginning do not learn.</param>
    /// <param name="winograd">Whether 3 x 3 convolutions may use Winograd's algorithm.</param>
    /// <exception cref="NetworkDefinitionException">The engine does not know a layer.</exception>
    public static CompiledGraph Compile(
        NetworkDefinition definition, MatrixKernels kernels, ThreadTeam team, int batchSize, bool training, int frozenNodes, bool winograd)
    {
        var compiler = new NetworkCompiler(definition, kernels, team, batchSize, training, frozenNodes, winograd);
        HashSet<int> towardsLoss = compiler.Ancestors(definition.Nodes.Count - 1);
        for (int node = 0; node < definition.Nodes.Count; node++)
        {
            if (compiler._values.ContainsKey(node))
                continue;
            int first = compiler._operations.Count;
            compiler.AddNode(node);
            foreach (Operation operation in compiler._operations.Skip(first))
            {
                operation.Name = definition.Nodes[node].Name;
                operation.IsFrozen = compiler.IsFrozen(node) || !towardsLoss.Contains(node);
                operation.MultiplyAdds = definition.Nodes[node].Layer.MultiplyAdds(definition.InputShape(node), definition.Shapes[node]);
            }
        }

        Value output = compiler.Finish(definition.Nodes.Count - 1);
        Dictionary<int, Value> values = compiler._values;
        return new CompiledGraph([.. compiler._operations], values[-1], output, values[definition.FeatureNode]);
    }

    /// <summary>The last node's value in the order that the targets have, also where it is a flattened picture.</summary>
    private Value Finish(int last)
    {
        int first = _operations.Count;
        Value output = InChannelsFirstOrder(_values[last]);
        foreach (Operation operation in _operations.Skip(first))
        {
            operation.Name = _definition.Nodes[last].Name;
            operation.IsFrozen = IsFrozen(last);
        }

        return output;
    }

    /// <summary>Compiles a node and those behind it that can be computed with it.</summary>
    private void AddNode(int node)
    {
        Layer layer = _definition.Nodes[node].Layer;
        Value[] inputs = [.. _definition.Nodes[node].Inputs.Select(input => _values[input])];
        if (!KeepsOrder(layer))
            inputs = [.. inputs.Select(InChannelsFirstOrder)];
        Value input = inputs[0];
        switch (layer)
        {
            case Conv2d convolution:
                AddConvolution(node, input, convolution);
                break;
            case Linear:
                AddLinear(node, input);
                break;
            case BatchNorm batchNorm:
                AddBatchNorm(node, input, batchNorm);
                break;
            default:
                var output = new Value(_definition.Shapes[node]) { FlattenedFrom = OrderAfter(layer, input) };
                _operations.Add(Create(node, layer, inputs, output));
                _values[node] = output;
                break;
        }
    }

    private Operation Create(int node, Layer layer, Value[] inputs, Value output)
    {
        Value input = inputs[0];
        return layer switch
        {
            ReLU => new ReluOperation(input, output, _team),
            ElementwiseLayer function => new ActivationOperation(input, output, ActivationKernel.For(function), _team),
            Dropout dropout => new DropoutOperation(input, output, dropout, _definition.FirstNode + node, _team),
            StochasticDepth depth => new StochasticDepthOperation(input, output, depth, _definition.FirstNode + node, _team),
            MaxPool2d pool => MaxPool(Sliding(pool.Kernel, pool.Stride, pool.Padding)),
            AdaptiveMaxPool2d => MaxPool(PoolingWindows.Adaptive(input.Shape, output.Shape)),
            AvgPool2d pool => AveragePool(Sliding(pool.Kernel, pool.Stride, pool.Padding), pool.Kernel * pool.Kernel),
            AdaptiveAvgPool2d => AveragePool(PoolingWindows.Adaptive(input.Shape, output.Shape), divisor: null),
            GlobalSumPool2d => AveragePool(PoolingWindows.Adaptive(input.Shape, output.Shape), divisor: 1),
            ChannelPool => new ChannelPoolOperation(input, output, _team),
            Flatten => new FlattenOperation(input, output, _team),
            Add => new AddOperation(inputs, output, _team),
            Multiply => new MultiplyOperation(input, inputs[1], output, _team),
            Concat concat => new ConcatOperation(inputs, output, concat, _team),
            _ => throw new NetworkDefinitionException(
                $"'{_definition.Name}', layer '{_definition.Nodes[node].Name}': the embedded engine has no {layer.GetType().Name}."),
        };

        PoolingWindows Sliding(int kernel, int stride, int padding) =>
            PoolingWindows.Sliding(input.Shape, output.Shape, kernel, stride, padding);
        MaxPoolOperation MaxPool(PoolingWindows windows) => new(input, output, windows, _team, _batchSize);
        AveragePoolOperation AveragePool(PoolingWindows windows, int? divisor) => new(input, output, windows, divisor, _team);
    }

    private void AddBatchNorm(int node, Value input, BatchNorm layer)
    {
        TensorShape? order = input.FlattenedFrom;
        int last = node;
        Value? residual = order is null ? FollowAddition(ref last) : null;
        ElementwiseLayer? activation = FollowActivation(ref last, onlyReLU: residual is not null);
        Value output = Share(node, last, new Value(_definition.Shapes[node]) { FlattenedFrom = order });
        _operations.Add(new BatchNormOperation(
            input, residual, output, layer, activation, BatchNormParameters(node, order), _team, _batchSize));
    }

    private Parameter[] BatchNormParameters(int node, TensorShape? order)
    {
        var layout = new VectorLayout(order ?? new TensorShape(_definition.Shapes[node].Channels), _kernels.PanelWidth);
        return [.. _parameters[node].Select(parameter => new Parameter(parameter.Name, parameter.Definition, layout))];
    }

    private void AddConvolution(int node, Value input, Conv2d layer)
    {
        TensorShape output = _definition.Shapes[node];
        var geometry = new ConvolutionGeometry(input.Shape, output, layer.Kernel, layer.Stride, layer.Padding, layer.Dilation);
        if (layer.Groups == 1)
            AddMatrix(node, input, geometry, input.Shape.Channels, geometry.Taps);
        else if (layer.Groups == input.Shape.Channels && layer.Groups == output.Channels)
            AddDepthwise(node, input, geometry);
        else
            AddGrouped(node, input, geometry, layer.Groups);
    }

    private void AddLinear(int node, Value input)
    {
        TensorShape output = _definition.Shapes[node], order = input.FlattenedFrom ?? input.Shape;
        var geometry = new ConvolutionGeometry(input.Shape, output, Kernel: 1, Stride: 1, Padding: 0);
        AddMatrix(node, input, geometry, order.Channels, order.Positions);
    }

    private void AddMatrix(int node, Value input, ConvolutionGeometry geometry, int channels, int taps)
    {
        var weightLayout = new MatrixLayout(geometry.Output.Channels, channels, taps, _kernels.PanelWidth);
        (Parameter weight, Parameter? bias) = WeightAndBias(node, weightLayout, BiasLayout(geometry.Output.Channels));
        ConvolutionTail tail = FollowTail(node, out int last);
        Value output = Share(node, last, new Value(geometry.Output));
        _operations.Add(new ConvolutionOperation(input, output, geometry, weight, bias, tail, _kernels, _team, Options));
    }

    private void AddDepthwise(int node, Value input, ConvolutionGeometry geometry)
    {
        int channels = geometry.Output.Channels;
        (Parameter weight, Parameter? bias) = WeightAndBias(node, new DepthwiseLayout(channels, geometry.Taps), BiasLayout(channels));
        ConvolutionTail tail = FollowTail(node, out int last, addition: false);
        Value output = Share(node, last, new Value(geometry.Output));
        _operations.Add(new DepthwiseConvolutionOperation(
            input, output, geometry, weight, bias, tail, _kernels.Depthwise, _team, _batchSize));
    }

    /// <summary>
    /// What can be computed with a convolution: while training a ReLU, for prediction also a batch norm before it, the sum
    /// with a value that is there already, and any activation.
    /// </summary>
    private ConvolutionTail FollowTail(int node, out int last, bool addition = true)
    {
        last = node;
        if (_training)
            return new ConvolutionTail(Activation: FollowActivation(ref last, onlyReLU: true));
        FoldedBatchNorm? folded = null;
        if (OnlyReader(last) is { } next && _definition.Nodes[next].Layer is BatchNorm batchNorm)
        {
            last = next;
            folded = new FoldedBatchNorm(batchNorm, BatchNormParameters(next, order: null));
        }

        Value? addend = addition ? FollowAddition(ref last) : null;
        return new ConvolutionTail(folded, addend, FollowActivation(ref last, onlyReLU: false));
    }

    /// <summary>Moves on to an addition of two values, if it alone reads a node and its other value is there already.</summary>
    private Value? FollowAddition(ref int last)
    {
        if (OnlyReader(last) is not { } next || _definition.Nodes[next] is not { Layer: Add, Inputs: [int a, int b] })
            return null;
        if (!_values.TryGetValue(a == last ? b : a, out Value? other) || other.FlattenedFrom is not null)
            return null;
        last = next;
        return other;
    }

    private ElementwiseLayer? FollowActivation(ref int last, bool onlyReLU)
    {
        if (OnlyReader(last) is not { } next || _definition.Nodes[next].Layer is not ElementwiseLayer layer)
            return null;
        if (onlyReLU && layer is not ReLU)
            return null;
        last = next;
        return layer;
    }

    /// <summary>
    /// The only node that reads a node's output; null if there are more, or someone outside does, or only one of the two learns.
    /// </summary>
    private int? OnlyReader(int node) =>
        node != _definition.FeatureNode && _readers[node].ToArray() is [int only] && IsFrozen(only) == IsFrozen(node) ? only : null;

    private bool IsFrozen(int node) => node < _frozenNodes;

    /// <summary>Enters one value for a node and those computed with it.</summary>
    private Value Share(int node, int last, Value value)
    {
        for (int next = node; ; next = _readers[next].Single())
        {
            _values[next] = value;
            if (next == last)
                return value;
        }
    }

    private void AddGrouped(int node, Value input, ConvolutionGeometry geometry, int groups)
    {
        int inputs = geometry.Input.Channels / groups, outputs = geometry.Output.Channels / groups;
        var groupWeight = new MatrixLayout(outputs, inputs, geometry.Taps, _kernels.PanelWidth);
        VectorLayout groupBias = BiasLayout(outputs);
        (Parameter weight, Parameter? bias) = WeightAndBias(
            node, new GroupedLayout(groups, outputs * inputs * geometry.Taps, groupWeight), new GroupedLayout(groups, outputs, groupBias));
        Value output = _values[node] = new Value(geometry.Output);
        ConvolutionOperation CreateGroup(Value slice, Value result, Parameter sliceWeight, Parameter? sliceBias) => new(
            slice, result, geometry with { Input = slice.Shape, Output = result.Shape }, sliceWeight, sliceBias, ConvolutionTail.None,
            _kernels, _team, Options with { Winograd = false });
        _operations.Add(new GroupedConvolutionOperation(
            input, output, groups, weight, bias, CreateGroup, (groupWeight, groupBias), _batchSize));
    }

    private (Parameter Weight, Parameter? Bias) WeightAndBias(int node, ParameterLayout weightLayout, ParameterLayout biasLayout)
    {
        NetworkParameter[] parameters = [.. _parameters[node]];
        var weight = new Parameter(parameters[0].Name, parameters[0].Definition, weightLayout);
        return (weight, parameters.Length > 1 ? new Parameter(parameters[1].Name, parameters[1].Definition, biasLayout) : null);
    }

    private ConvolutionOptions Options => new(_batchSize, _training, _winograd);

    private VectorLayout BiasLayout(int channels) => new(new TensorShape(channels), _kernels.PanelWidth);

    /// <summary>Whether a layer takes a flattened picture in H x W x C order as well.</summary>
    private static bool KeepsOrder(Layer layer) =>
        layer is ElementwiseLayer or Dropout or StochasticDepth or BatchNorm or Linear or Flatten;

    /// <summary>The picture in whose H x W x C order a layer's output is, if that differs from C x H x W.</summary>
    private static TensorShape? OrderAfter(Layer layer, Value input)
    {
        if (!KeepsOrder(layer))
            return null;
        if (layer is not Flatten || input.FlattenedFrom is not null)
            return input.FlattenedFrom;
        return input.Shape.Channels > 1 && input.Shape.Positions > 1 ? input.Shape : null;
    }

    private Value InChannelsFirstOrder(Value value)
    {
        if (value.FlattenedFrom is null)
            return value;
        if (!_reordered.TryGetValue(value, out Value? reordered))
        {
            reordered = _reordered[value] = new Value(value.Shape);
            _operations.Add(new ReorderOperation(value, reordered, _team));
        }

        return reordered;
    }

    /// <summary>A node and all those whose outputs go into it.</summary>
    private HashSet<int> Ancestors(int node)
    {
        var found = new HashSet<int>();
        var open = new Stack<int>([node]);
        while (open.TryPop(out int next))
        {
            if (next < 0 || !found.Add(next))
                continue;
            foreach (int input in _definition.Nodes[next].Inputs)
                open.Push(input);
        }

        return found;
    }
}
