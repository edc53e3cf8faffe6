namespace Fer.Training.Tests;

/// <summary>
/// In the place of the trainer tests' own linear classifier: the same network with the same beginning, trained by an engine. Its
/// inputs drop out by seed and step, as there.
/// </summary>
internal sealed class SoftmaxRegression : ITrainableNetwork
{
    private readonly ITrainableNetwork _network;
    private readonly ulong _seed;

    public SoftmaxRegression(TensorShape input, int classes, int batchSize, ulong seed = 1, bool withBatchNorm = false)
    {
        List<NetworkNode> nodes = [new("flatten", new Flatten(), [-1])];
        if (withBatchNorm)
            nodes.Add(new NetworkNode("norm", new BatchNorm(), [0]));
        nodes.Add(new NetworkNode("fc", new Linear(classes, Bias: false), [nodes.Count - 1]));
        var definition = new NetworkDefinition("softmax-regression", input, nodes);
        _seed = seed;
        _network = TestEngine.Instance.CompileForTraining(
            definition, Initialize(definition, seed), new TrainingOptions { BatchSize = batchSize, Seed = seed });
    }

    public NetworkDefinition Definition => _network.Definition;

    public int BatchSize => _network.BatchSize;

    public long Step => _network.Step;

    public int FrozenNodes => _network.FrozenNodes;

    public bool IsDisposed { get; private set; }

    /// <summary>Called at the start of every training step.</summary>
    public Action? OnTrainStep { get; set; }

    /// <summary>Called at the start of every prediction.</summary>
    public Action? OnPredict { get; set; }

    public List<int> BatchCounts { get; } = [];

    public void Freeze(int nodes) => _network.Freeze(nodes);

    public void TrainStep(Batch batch, double learningRate)
    {
        OnTrainStep?.Invoke();
        BatchCounts.Add(batch.Count);
        var random = RandomGenerator.Create(_seed, (ulong)Step);
        for (int i = 0; i < batch.Count; i++)
        {
            foreach (ref float value in batch.Input(i))
                value = random.NextUInt64() % 8 == 0 ? 0 : value;
        }

        _network.TrainStep(batch, learningRate);
    }

    public TrainingMetrics ReadMetrics() => _network.ReadMetrics();

    public void Predict(ReadOnlySpan<float> inputs, int count, Span<float> logits)
    {
        OnPredict?.Invoke();
        _network.Predict(inputs, count, logits);
    }

    public void ExtractFeatures(ReadOnlySpan<float> inputs, int count, Span<float> features) =>
        _network.ExtractFeatures(inputs, count, features);

    public IReadOnlyDictionary<string, Tensor> SaveWeights() => _network.SaveWeights();

    public void LoadWeights(IReadOnlyDictionary<string, Tensor> weights) => _network.LoadWeights(weights);

    public IReadOnlyDictionary<string, Tensor> SaveOptimizerState() => _network.SaveOptimizerState();

    public void LoadOptimizerState(IReadOnlyDictionary<string, Tensor> state, long step) => _network.LoadOptimizerState(state, step);

    public void Dispose()
    {
        IsDisposed = true;
        _network.Dispose();
    }

    private static Dictionary<string, Tensor> Initialize(NetworkDefinition definition, ulong seed)
    {
        var random = RandomGenerator.Create(seed, 7);
        var weights = new Dictionary<string, Tensor>();
        foreach (NetworkParameter parameter in definition.Parameters)
        {
            var values = new float[parameter.Definition.Size];
            foreach (ref float value in values.AsSpan())
            {
                value = parameter.Definition.Role switch
                {
                    ParameterRole.Weight => (float)(0.1 * random.NextGaussian()),
                    ParameterRole.Scale or ParameterRole.RunningVariance => 1,
                    _ => 0,
                };
            }

            weights[parameter.Name] = new Tensor(parameter.Definition.Dimensions, values);
        }

        return weights;
    }
}
