namespace Fer.Training.Tests;

/// <summary>A linear classifier with Adam, whose inputs drop out by seed and step: small, deterministic, allocation-free.</summary>
internal sealed class SoftmaxRegression : ITrainableNetwork
{
    private readonly int _inputs;
    private readonly int _classes;
    private readonly ulong _seed;
    private readonly float[] _weights;
    private readonly float[] _first;
    private readonly float[] _second;
    private readonly float[] _gradient;
    private readonly double[] _probabilities;
    private TrainingMetrics _metrics;

    public SoftmaxRegression(TensorShape input, int classes, int batchSize, ulong seed = 1, bool withBatchNorm = false)
    {
        List<NetworkNode> nodes = [new("flatten", new Flatten(), [-1])];
        if (withBatchNorm)
            nodes.Add(new NetworkNode("norm", new BatchNorm(), [0]));
        nodes.Add(new NetworkNode("fc", new Linear(classes, Bias: false), [nodes.Count - 1]));
        Definition = new NetworkDefinition("softmax-regression", input, nodes);
        BatchSize = batchSize;
        _inputs = input.Size;
        _classes = classes;
        _seed = seed;
        _weights = new float[classes * _inputs];
        _first = new float[_weights.Length];
        _second = new float[_weights.Length];
        _gradient = new float[_weights.Length];
        _probabilities = new double[classes];
        var random = RandomGenerator.Create(seed, 7);
        foreach (ref float weight in _weights.AsSpan())
            weight = (float)(0.1 * random.NextGaussian());
    }

    public NetworkDefinition Definition { get; }

    public int BatchSize { get; }

    public long Step { get; private set; }

    public int FrozenNodes { get; private set; }

    public void Freeze(int nodes) => FrozenNodes = nodes;

    public bool IsDisposed { get; private set; }

    /// <summary>Called at the start of every training step.</summary>
    public Action? OnTrainStep { get; set; }

    /// <summary>Called at the start of every prediction.</summary>
    public Action? OnPredict { get; set; }

    public List<int> BatchCounts { get; } = new(10000);

    public void TrainStep(Batch batch, double learningRate)
    {
        OnTrainStep?.Invoke();
        BatchCounts.Add(batch.Count);
        Array.Clear(_gradient);
        var random = RandomGenerator.Create(_seed, (ulong)Step);
        for (int i = 0; i < batch.Count; i++)
        {
            Span<float> input = batch.Input(i);
            foreach (ref float value in input)
                value = random.NextUInt64() % 8 == 0 ? 0 : value;
            Span<float> target = batch.Target(i);
            double loss = Forward(input, target, out bool correct);
            _metrics += new TrainingMetrics(1, loss, 1, correct ? 1 : 0);
            for (int c = 0; c < _classes; c++)
            {
                float delta = (float)(_probabilities[c] - target[c]) / batch.Count;
                for (int j = 0; j < _inputs; j++)
                    _gradient[c * _inputs + j] += delta * input[j];
            }
        }

        Step++;
        for (int k = 0; k < _weights.Length; k++)
        {
            _first[k] = 0.9f * _first[k] + 0.1f * _gradient[k];
            _second[k] = 0.999f * _second[k] + 0.001f * _gradient[k] * _gradient[k];
            double first = _first[k] / (1 - Math.Pow(0.9, Step));
            double second = _second[k] / (1 - Math.Pow(0.999, Step));
            _weights[k] -= (float)(learningRate * first / (Math.Sqrt(second) + 1e-8));
        }
    }

    public TrainingMetrics ReadMetrics()
    {
        TrainingMetrics metrics = _metrics;
        _metrics = default;
        return metrics;
    }

    public void Predict(ReadOnlySpan<float> inputs, int count, Span<float> logits)
    {
        OnPredict?.Invoke();
        for (int i = 0; i < count; i++)
        {
            for (int c = 0; c < _classes; c++)
                logits[i * _classes + c] = Dot(inputs.Slice(i * _inputs, _inputs), c);
        }
    }

    public void ExtractFeatures(ReadOnlySpan<float> inputs, int count, Span<float> features) =>
        inputs[..(count * _inputs)].CopyTo(features);

    public IReadOnlyDictionary<string, Tensor> SaveWeights() =>
        new Dictionary<string, Tensor> { ["fc.weight"] = new([_classes, _inputs], [.. _weights]) };

    public void LoadWeights(IReadOnlyDictionary<string, Tensor> weights) => Copy(weights, "fc.weight", _weights);

    public IReadOnlyDictionary<string, Tensor> SaveOptimizerState() => new Dictionary<string, Tensor>
    {
        ["fc.weight/first"] = new([_classes, _inputs], [.. _first]),
        ["fc.weight/second"] = new([_classes, _inputs], [.. _second]),
    };

    public void LoadOptimizerState(IReadOnlyDictionary<string, Tensor> state, long step)
    {
        Copy(state, "fc.weight/first", _first);
        Copy(state, "fc.weight/second", _second);
        Step = step;
    }

    public void Dispose() => IsDisposed = true;

    private static void Copy(IReadOnlyDictionary<string, Tensor> tensors, string name, float[] destination)
    {
        if (!tensors.TryGetValue(name, out Tensor? tensor) || tensor.Values.Length != destination.Length)
            throw new TensorFileException($"'{name}' is missing or of another size.");
        tensor.Values.CopyTo(destination, 0);
    }

    private double Forward(ReadOnlySpan<float> input, ReadOnlySpan<float> target, out bool correct)
    {
        double sum = 0;
        int best = 0, likeliest = 0;
        for (int c = 0; c < _classes; c++)
        {
            _probabilities[c] = Math.Exp(Dot(input, c));
            sum += _probabilities[c];
            best = _probabilities[c] > _probabilities[best] ? c : best;
            likeliest = target[c] > target[likeliest] ? c : likeliest;
        }

        double loss = 0;
        for (int c = 0; c < _classes; c++)
        {
            _probabilities[c] /= sum;
            loss -= target[c] > 0 ? target[c] * Math.Log(_probabilities[c]) : 0;
        }

        correct = best == likeliest;
        return loss;
    }

    private float Dot(ReadOnlySpan<float> input, int c)
    {
        float sum = 0;
        for (int j = 0; j < _inputs; j++)
            sum += input[j] * _weights[c * _inputs + j];
        return sum;
    }
}
