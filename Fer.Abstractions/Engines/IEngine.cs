namespace Fer;

/// <summary>Compiles network definitions into networks that run.</summary>
public interface IEngine
{
    /// <summary>The engine's name as the <c>fer</c> command takes it, for example "cpu".</summary>
    string Name { get; }

    /// <summary>Compiles a network for prediction.</summary>
    /// <param name="definition">The network.</param>
    /// <param name="weights">A tensor for every parameter, under its full name.</param>
    /// <param name="batchSize">The most samples per call.</param>
    /// <exception cref="TensorFileException">A weight is missing or has other dimensions.</exception>
    /// <exception cref="NetworkDefinitionException">The engine does not know a layer.</exception>
    INetwork CompileForPrediction(NetworkDefinition definition, IReadOnlyDictionary<string, Tensor> weights, int batchSize);

    /// <summary>Compiles a network for training.</summary>
    /// <param name="definition">The network.</param>
    /// <param name="weights">The initial weights: a tensor for every parameter, under its full name.</param>
    /// <param name="options">How it learns.</param>
    /// <exception cref="TensorFileException">A weight is missing or has other dimensions.</exception>
    /// <exception cref="NetworkDefinitionException">The engine does not know a layer.</exception>
    ITrainableNetwork CompileForTraining(
        NetworkDefinition definition, IReadOnlyDictionary<string, Tensor> weights, TrainingOptions options);
}
