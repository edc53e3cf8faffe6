namespace Fer.Training;

/// <summary>The rest of a network behind its frozen part, with the frozen weights beside it so that the whole can be saved.</summary>
internal sealed class FrozenBackboneHead(ITrainableNetwork head, IReadOnlyDictionary<string, Tensor> frozen) : ITrainableNetwork
{
    /// <summary>The rest alone; its input are the features.</summary>
    public NetworkDefinition Definition => head.Definition;

    public int BatchSize => head.BatchSize;

    public long Step => head.Step;

    /// <summary>Counted in the rest.</summary>
    public int FrozenNodes => head.FrozenNodes;

    public void Freeze(int nodes) => head.Freeze(nodes);

    public void Predict(ReadOnlySpan<float> inputs, int count, Span<float> logits) => head.Predict(inputs, count, logits);

    public void ExtractFeatures(ReadOnlySpan<float> inputs, int count, Span<float> features) =>
        head.ExtractFeatures(inputs, count, features);

    public void TrainStep(Batch batch, double learningRate) => head.TrainStep(batch, learningRate);

    public TrainingMetrics ReadMetrics() => head.ReadMetrics();

    /// <summary>The whole network's weights.</summary>
    public IReadOnlyDictionary<string, Tensor> SaveWeights() =>
        frozen.Concat(head.SaveWeights()).ToDictionary(StringComparer.Ordinal);

    /// <summary>Takes the whole network's weights; the frozen ones must be those that the features were computed with.</summary>
    public void LoadWeights(IReadOnlyDictionary<string, Tensor> weights)
    {
        foreach ((string name, Tensor tensor) in frozen)
        {
            if (!weights.TryGetValue(name, out Tensor? other))
                throw new TensorFileException($"'{name}' is missing; these are not the whole network's weights.");
            if (!other.Dimensions.SequenceEqual(tensor.Dimensions) || !other.Values.AsSpan().SequenceEqual(tensor.Values))
            {
                throw new TensorFileException(
                    $"'{name}' is not the frozen weight that the features were computed with; start from the weights that it belongs to.");
            }
        }

        head.LoadWeights(weights);
    }

    public IReadOnlyDictionary<string, Tensor> SaveOptimizerState() => head.SaveOptimizerState();

    public void LoadOptimizerState(IReadOnlyDictionary<string, Tensor> state, long step) => head.LoadOptimizerState(state, step);

    public void Dispose() => head.Dispose();
}
