namespace Fer.Training.Tests;

/// <summary>In the place of the trainer tests' own chain of linear layers: the same network on the engine under test.</summary>
internal sealed class DenseNetwork(NetworkDefinition definition, IReadOnlyDictionary<string, Tensor> weights, TrainingOptions options)
    : ITrainableNetwork
{
    private readonly ITrainableNetwork _network = TestEngine.Instance.CompileForTraining(definition, weights, options);

    public NetworkDefinition Definition => _network.Definition;

    public int BatchSize => _network.BatchSize;

    public long Step => _network.Step;

    public int FrozenNodes => _network.FrozenNodes;

    /// <summary>Called at the start of every training step.</summary>
    public Action? OnTrainStep { get; set; }

    /// <summary>A definition with three linear layers: flatten, fc1, relu1, fc2, relu2, output.</summary>
    public static NetworkDefinition Define(int classes = 3) => new("dense", new TensorShape(1, 4, 4),
    [
        new("flatten", new Flatten(), [-1]),
        new("fc1", new Linear(12), [0]),
        new("relu1", new ReLU(), [1]),
        new("fc2", new Linear(10), [2]),
        new("relu2", new ReLU(), [3]),
        new("output", new Linear(classes), [4]),
    ]);

    public static Dictionary<string, Tensor> Initialize(NetworkDefinition definition, ulong seed = 1)
    {
        var random = RandomGenerator.Create(seed);
        var weights = new Dictionary<string, Tensor>();
        foreach (NetworkParameter parameter in definition.Parameters)
        {
            var values = new float[parameter.Definition.Size];
            foreach (ref float value in values.AsSpan())
                value = (float)(0.3 * random.NextGaussian());
            weights[parameter.Name] = new Tensor(parameter.Definition.Dimensions, values);
        }

        return weights;
    }

    public void Freeze(int nodes) => _network.Freeze(nodes);

    public void TrainStep(Batch batch, double learningRate)
    {
        OnTrainStep?.Invoke();
        _network.TrainStep(batch, learningRate);
    }

    public TrainingMetrics ReadMetrics() => _network.ReadMetrics();

    public void Predict(ReadOnlySpan<float> inputs, int count, Span<float> logits) => _network.Predict(inputs, count, logits);

    public void ExtractFeatures(ReadOnlySpan<float> inputs, int count, Span<float> features) =>
        _network.ExtractFeatures(inputs, count, features);

    public IReadOnlyDictionary<string, Tensor> SaveWeights() => _network.SaveWeights();

    public void LoadWeights(IReadOnlyDictionary<string, Tensor> weights) => _network.LoadWeights(weights);

    public IReadOnlyDictionary<string, Tensor> SaveOptimizerState() => _network.SaveOptimizerState();

    public void LoadOptimizerState(IReadOnlyDictionary<string, Tensor> state, long step) => _network.LoadOptimizerState(state, step);

    public void Dispose() => _network.Dispose();
}
