namespace Fer.Engine;

/// <summary>
/// Every layer as its textbook formula: double precision, channels first, one loop per index, nothing fused. Too slow to
/// train with; the tests hold it against finite differences, and the fast operations against it.
/// </summary>
internal sealed class ReferenceNetwork
{
    private readonly NetworkDefinition _definition;
    private readonly int _frozenNodes;
    private readonly ReferenceLayer[] _layers;
    private readonly double[][] _outputs;
    private double[] _inputs = [];

    /// <summary>Creates the network with copies of the weights.</summary>
    /// <param name="definition">The network.</param>
    /// <param name="weights">A value for each of its parameters.</param>
    /// <param name="frozenNodes">How many nodes at its beginning always run as in prediction.</param>
    public ReferenceNetwork(NetworkDefinition definition, IReadOnlyDictionary<string, Tensor> weights, int frozenNodes = 0)
    {
        _definition = definition;
        _frozenNodes = frozenNodes;
        Parameters = definition.Parameters.ToDictionary(
            parameter => parameter.Name,
            parameter => new ReferenceParameter([.. weights[parameter.Name].Values.Select(value => (double)value)]));
        _layers = [.. definition.Nodes.Select((_, i) => CreateLayer(i))];
        _outputs = new double[_layers.Length][];
    }

    /// <summary>Values and gradients of every parameter by full name, in PyTorch's layout.</summary>
    public IReadOnlyDictionary<string, ReferenceParameter> Parameters { get; }

    /// <summary>The gradient of the network's input after <see cref="Backward"/>.</summary>
    public double[] InputGradient { get; private set; } = [];

    /// <summary>A node's output after <see cref="Forward"/>; -1 is the network's input.</summary>
    public double[] ValueOf(int node) => node < 0 ? _inputs : _outputs[node];

    /// <summary>Computes the logits, count x classes.</summary>
    public double[] Forward(double[] inputs, in Pass pass)
    {
        _inputs = inputs;
        for (int i = 0; i < _layers.Length; i++)
            _outputs[i] = _layers[i].Forward([.. _definition.Nodes[i].Inputs.Select(ValueOf)], PassOf(i, pass));
        return _outputs[^1];
    }

    /// <summary>Fills all gradients from that of the logits; follows a <see cref="Forward"/> with the same pass.</summary>
    public void Backward(double[] logitsGradient, in Pass pass)
    {
        double[][] gradients = [.. _outputs.Select(output => new double[output.Length])];
        gradients[^1] = logitsGradient;
        InputGradient = new double[_inputs.Length];
        for (int i = _layers.Length - 1; i >= 0; i--)
        {
            double[][] inputGradients = _layers[i].Backward(gradients[i], PassOf(i, pass));
            foreach ((int input, double[] gradient) in _definition.Nodes[i].Inputs.Zip(inputGradients))
                AddTo(input < 0 ? InputGradient : gradients[input], gradient);
        }
    }

    /// <summary>
    /// The weighted cross-entropy and its gradient by the logits; see <see cref="SoftmaxCrossEntropy"/>. Label smoothing s puts
    /// (1 - s) target + s / classes in the target's place, but not into the sum of weights that the loss is divided by: so
    /// PyTorch's <c>CrossEntropyLoss</c> has it for hard labels. For soft ones it divides by the number of samples.
    /// </summary>
    public static (double Loss, double[] Gradient) CrossEntropy(
        double[] logits, float[] targets, float[]? classWeights, int classes, double labelSmoothing = 0)
    {
        int count = logits.Length / classes;
        double loss = 0, weights = 0;
        var gradient = new double[logits.Length];
        for (int n = 0; n < count; n++)
        {
            double sum = Enumerable.Range(0, classes).Sum(c => Math.Exp(logits[n * classes + c])), total = 0;
            for (int c = 0; c < classes; c++)
            {
                double target = targets[n * classes + c], classWeight = classWeights?[c] ?? 1.0;
                double weight = (target * (1 - labelSmoothing) + labelSmoothing / classes) * classWeight;
                weights += target * classWeight;
                total += weight;
                loss -= weight * (logits[n * classes + c] - Math.Log(sum));
                gradient[n * classes + c] -= weight;
            }

            for (int c = 0; c < classes; c++)
                gradient[n * classes + c] += total * Math.Exp(logits[n * classes + c]) / sum;
        }

        double divisor = targets.All(target => target is 0 or 1) ? weights : count;
        return (loss / divisor, [.. gradient.Select(value => value / divisor)]);
    }

    private static void AddTo(double[] sum, double[] values)
    {
        for (int i = 0; i < sum.Length; i++)
            sum[i] += values[i];
    }

    /// <summary>The pass as a node runs it.</summary>
    private Pass PassOf(int node, in Pass pass) => pass with { IsTraining = pass.IsTraining && node >= _frozenNodes };

    private ReferenceLayer CreateLayer(int i)
    {
        NetworkNode node = _definition.Nodes[i];
        return ReferenceLayerFactory.Create(
            node.Layer, _definition.FirstNode + i, [.. node.Inputs.Select(_definition.ShapeOf)], MemoryOrder(node.Inputs[0]),
            name => Parameters[$"{node.Name}.{name}"]);
    }

    /// <summary>
    /// The picture in whose H x W x C order the fast engine keeps a node's values and draws their dropout mask: that which they
    /// were flattened from, if only layers that keep every value in its place lie between.
    /// </summary>
    private TensorShape MemoryOrder(int node)
    {
        bool keepsOrder = node >= 0
            && _definition.Nodes[node].Layer is ElementwiseLayer or BatchNorm or Dropout or StochasticDepth or Flatten;
        return keepsOrder ? MemoryOrder(_definition.Nodes[node].Inputs[0]) : _definition.ShapeOf(node);
    }
}
