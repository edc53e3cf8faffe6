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
