namespace Fer.Training.Tests;

/// <summary>In the place of the trainer tests' own engine: the one under test.</summary>
internal sealed class DenseEngine : IEngine
{
    public string Name => TestEngine.Instance.Name;

    public INetwork CompileForPrediction(NetworkDefinition definition, IReadOnlyDictionary<string, Tensor> weights, int batchSize) =>
        TestEngine.Instance.CompileForPrediction(definition, weights, batchSize);

    public ITrainableNetwork CompileForTraining(
        NetworkDefinition definition, IReadOnlyDictionary<string, Tensor> weights, TrainingOptions options) =>
        TestEngine.Instance.CompileForTraining(definition, weights, options);
}
