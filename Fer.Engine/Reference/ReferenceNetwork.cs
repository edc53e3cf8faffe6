namespace Fer.Engine;

/// <summary>
/// Every layer as its textbook formula: double precision, channels first, one loop per index, nothing fused. Too slow to
/// train with; the tests hold it against finite differences, and the fast operations against it.
/// </summary>
internal sealed class ReferenceNetwork
{
    private readonly NetworkDefinition _definition;
    private readonly ReferenceLayer[] _layers;

    /// <summary>Creates the network with copies of the weights.</summary>
    public ReferenceNetwork(NetworkDefinition definition, IReadOnlyDictionary<string, Tensor> weights)
    {
        _definition = definition;
        Parameters = definition.Parameters.ToDictionary(
            parameter => parameter.Name,
            parameter => new ReferenceParameter([.. weights[parameter.Name].Values.Select(value => (double)value)]));
        _layers = [.. definition.Nodes.Select((_, i) => CreateLayer(i))];
    }

    /// <summary>Values and gradients of every parameter by full name, in PyTorch's layout.</summary>
    public IReadOnlyDictionary<string, ReferenceParameter> Parameters { get; }

    /// <summary>The gradient of the network's input after <see cref="Backward"/>.</summary>
    public double[] InputGradient { get; private set; } = [];

    /// <summary>Computes the logits, count x classes.</summary>
    public double[] Forward(double[] inputs, in Pass pass)
    {
        double[] value = inputs;
        foreach (ReferenceLayer layer in _layers)
            value = layer.Forward(value, pass);
        return value;
    }

    /// <summary>Fills all gradients from that of the logits; follows a <see cref="Forward"/> with the same pass.</summary>
    public void Backward(double[] logitsGradient, in Pass pass)
    {
        double[] gradient = logitsGradient;
        for (int i = _layers.Length - 1; i >= 0; i--)
            gradient = _layers[i].Backward(gradient, pass);
        InputGradient = gradient;
    }

    /// <summary>The weighted cross-entropy and its gradient by the logits; see <see cref="SoftmaxCrossEntropy"/>.</summary>
    public static (double Loss, double[] Gradient) CrossEntropy(double[] logits, float[] targets, float[]? classWeights, int classes)
    {
        int count = logits.Length / classes;
        double loss = 0, weights = 0;
        var gradient = new double[logits.Length];
        for (int n = 0; n < count; n++)
        {
            double sum = Enumerable.Range(0, classes).Sum(c => Math.Exp(logits[n * classes + c]));
            for (int c = 0; c < classes; c++)
            {
                double weight = targets[n * classes + c] * (classWeights?[c] ?? 1.0);
                weights += weight;
                loss -= weight * (logits[n * classes + c] - Math.Log(sum));
                gradient[n * classes + c] -= weight;
                for (int k = 0; k < classes; k++)
                    gradient[n * classes + k] += weight * Math.Exp(logits[n * classes + k]) / sum;
            }
        }

        return (loss / weights, [.. gradient.Select(value => value / weights)]);
    }

    private ReferenceLayer CreateLayer(int i)
    {
        TensorShape input = _definition.InputShape(i), output = _definition.Shapes[i];
        ReferenceParameter? Parameter(string name) => Parameters.GetValueOrDefault($"{_definition.Nodes[i].Name}.{name}");
        return _definition.Nodes[i].Layer switch
        {
            Conv2d layer => new ReferenceConv2d(layer, input, output, Parameter("weight")!, Parameter("bias")),
            Linear => new ReferenceLinear(input, output, Parameter("weight")!, Parameter("bias")),
            BatchNorm layer => new ReferenceBatchNorm(
                layer, input, Parameter("weight")!, Parameter("bias")!, Parameter("running_mean")!, Parameter("running_var")!),
            ReLU => new ReferenceRelu(),
            MaxPool2d layer => new ReferenceMaxPool2d(layer, input, output),
            Dropout layer => new ReferenceDropout(layer, i, MaskOrder(i)),
            Flatten => new ReferenceFlatten(),
            Layer layer => throw new NetworkDefinitionException($"There is no reference for {layer.GetType().Name}."),
        };
    }

    /// <summary>The picture in whose H x W x C order the fast engine draws a node's dropout mask.</summary>
    private TensorShape MaskOrder(int node)
    {
        for (int i = node; i >= 0 && _definition.Nodes[i].Layer is not (Conv2d or Linear); i--)
        {
            if (_definition.Nodes[i].Layer is Flatten)
                return _definition.InputShape(i);
        }

        return _definition.InputShape(node);
    }
}
