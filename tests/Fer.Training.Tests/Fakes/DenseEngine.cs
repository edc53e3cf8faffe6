namespace Fer.Training.Tests;

/// <summary>An engine for chains of flatten, linear and ReLU layers, trained by gradient descent with momentum.</summary>
internal sealed class DenseEngine : IEngine
{
    public string Name => "dense";

    public INetwork CompileForPrediction(NetworkDefinition definition, IReadOnlyDictionary<string, Tensor> weights, int batchSize) =>
        new DenseNetwork(definition, weights, new TrainingOptions { BatchSize = batchSize });

    public ITrainableNetwork CompileForTraining(
        NetworkDefinition definition, IReadOnlyDictionary<string, Tensor> weights, TrainingOptions options) =>
        new DenseNetwork(definition, weights, options);
}
