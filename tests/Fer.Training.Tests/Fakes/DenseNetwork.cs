namespace Fer.Training.Tests;

/// <summary>A chain of flatten, linear and ReLU layers that can be frozen from its beginning on.</summary>
internal sealed class DenseNetwork : ITrainableNetwork
{
    private const float Momentum = 0.5f;

    private readonly TrainingOptions _options;
    private readonly Dictionary<string, float[]> _weights = [];
    private readonly Dictionary<string, float[]> _velocities = [];
    private TrainingMetrics _metrics;

    public DenseNetwork(NetworkDefinition definition, IReadOnlyDictionary<string, Tensor> weights, TrainingOptions options)
    {
        Definition = definition;
        _options = options;
        LoadWeights(weights);
        Freeze(options.FrozenNodes);
    }

    public NetworkDefinition Definition { get; }

    public int BatchSize => _options.BatchSize;

    public long Step { get; private set; }

    public int FrozenNodes { get; private set; }

    /// <summary>Called at the start of every training step.</summary>
    public Action? OnTrainStep { get; set; }

    public void Freeze(int nodes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nodes);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(nodes, Definition.Nodes.Count);
        FrozenNodes = nodes;
        HashSet<string> trained = [.. Trained.Select(parameter => parameter.Name)];
        foreach (string name in _velocities.Keys.Except(trained).ToArray())
            _velocities.Remove(name);
        foreach (string name in trained.Except(_velocities.Keys).ToArray())
            _velocities[name] = new float[_weights[name].Length];
    }

    public void Predict(ReadOnlySpan<float> inputs, int count, Span<float> logits) =>
        Compute(inputs, count, Definition.Nodes.Count - 1, logits);

    public void ExtractFeatures(ReadOnlySpan<float> inputs, int count, Span<float> features) =>
        Compute(inputs, count, Definition.FeatureNode, features);

    public void TrainStep(Batch batch, double learningRate)
    {
        OnTrainStep?.Invoke();
        Dictionary<string, float[]> gradients = Trained.ToDictionary(p => p.Name, p => new float[p.Definition.Size]);
        for (int i = 0; i < batch.Count; i++)
        {
            float[][] values = Forward(batch.Input(i), Definition.Nodes.Count - 1);
            float[] delta = LossGradient(values[^1], batch.Target(i).IndexOf(1f));
            for (int node = Definition.Nodes.Count - 1; node >= FrozenNodes; node--)
                delta = Backward(node, values[node], values[node + 1], delta, gradients);
        }

        Step++;
        int head = FreezeRatio.Head(Definition);
        foreach (NetworkParameter parameter in Trained)
        {
            double rate = learningRate * (parameter.Node == head ? 1 : _options.BackboneLearningRate);
            float[] weights = _weights[parameter.Name], velocity = _velocities[parameter.Name], gradient = gradients[parameter.Name];
            for (int k = 0; k < weights.Length; k++)
            {
                velocity[k] = Momentum * velocity[k] + gradient[k] / batch.Count;
                weights[k] -= (float)(rate * velocity[k]);
            }
        }
    }

    public TrainingMetrics ReadMetrics()
    {
        TrainingMetrics metrics = _metrics;
        _metrics = default;
        return metrics;
    }

    public IReadOnlyDictionary<string, Tensor> SaveWeights() => Definition.Parameters
        .ToDictionary(p => p.Name, p => new Tensor(p.Definition.Dimensions, [.. _weights[p.Name]]));

    public void LoadWeights(IReadOnlyDictionary<string, Tensor> weights)
    {
        foreach (NetworkParameter parameter in Definition.Parameters)
            _weights[parameter.Name] = Find(weights, parameter.Name, parameter.Definition.Size);
    }

    public IReadOnlyDictionary<string, Tensor> SaveOptimizerState() => _velocities
        .ToDictionary(entry => entry.Key + "/velocity", entry => new Tensor([entry.Value.Length], [.. entry.Value]));

    public void LoadOptimizerState(IReadOnlyDictionary<string, Tensor> state, long step)
    {
        foreach (string name in _velocities.Keys.ToArray())
            _velocities[name] = Find(state, name + "/velocity", _velocities[name].Length);
        Step = step;
    }

    public void Dispose()
    {
    }

    private IEnumerable<NetworkParameter> Trained => Definition.Parameters.Where(parameter => parameter.Node >= FrozenNodes);

    private static float[] Find(IReadOnlyDictionary<string, Tensor> tensors, string name, long size) =>
        tensors.TryGetValue(name, out Tensor? tensor) && tensor.Values.Length == size
            ? [.. tensor.Values]
            : throw new TensorFileException($"'{name}' is missing or of another size.");

    private void Compute(ReadOnlySpan<float> inputs, int count, int node, Span<float> destination)
    {
        int size = Definition.Input.Size;
        for (int i = 0; i < count; i++)
        {
            float[] output = Forward(inputs.Slice(i * size, size), node)[^1];
            output.CopyTo(destination[(i * output.Length)..]);
        }
    }

    /// <summary>The input and the output of every node up to one.</summary>
    private float[][] Forward(ReadOnlySpan<float> input, int last)
    {
        var values = new List<float[]> { input.ToArray() };
        for (int node = 0; node <= last; node++)
        {
            values.Add(Definition.Nodes[node].Layer switch
            {
                Linear => Multiply(Definition.Nodes[node].Name, values[^1], Definition.Shapes[node].Size),
                ReLU => [.. values[^1].Select(value => Math.Max(0, value))],
                _ => values[^1],
            });
        }

        return [.. values];
    }

    private float[] Multiply(string name, float[] input, int outputs)
    {
        float[] weight = _weights[name + ".weight"], result = [.. _weights[name + ".bias"]];
        for (int o = 0; o < outputs; o++)
        {
            for (int j = 0; j < input.Length; j++)
                result[o] += weight[o * input.Length + j] * input[j];
        }

        return result;
    }

    private float[] LossGradient(float[] logits, int label)
    {
        var probabilities = new double[logits.Length];
        CrossEntropy.Softmax(logits, probabilities);
        _metrics += new TrainingMetrics(1, CrossEntropy.Loss(logits, label), 1, CrossEntropy.ArgMax(logits) == label ? 1 : 0);
        return [.. probabilities.Select((p, c) => (float)(p - (c == label ? 1 : 0)))];
    }

    private float[] Backward(int node, float[] input, float[] output, float[] delta, Dictionary<string, float[]> gradients)
    {
        string name = Definition.Nodes[node].Name;
        switch (Definition.Nodes[node].Layer)
        {
            case ReLU:
                return [.. delta.Select((d, i) => output[i] > 0 ? d : 0)];
            case Linear:
                var below = new float[input.Length];
                for (int o = 0; o < delta.Length; o++)
                {
                    gradients[name + ".bias"][o] += delta[o];
                    for (int j = 0; j < input.Length; j++)
                    {
                        gradients[name + ".weight"][o * input.Length + j] += delta[o] * input[j];
                        below[j] += delta[o] * _weights[name + ".weight"][o * input.Length + j];
                    }
                }

                return below;
            default:
                return delta;
        }
    }
}
