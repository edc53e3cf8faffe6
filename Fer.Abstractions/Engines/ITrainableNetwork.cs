namespace Fer;

/// <summary>
/// A compiled network that learns, a whole batch at a time: the border between a training loop and an engine.
/// </summary>
public interface ITrainableNetwork : INetwork
{
    /// <summary>The number of training steps taken.</summary>
    long Step { get; }

    /// <summary>How many nodes at the network's beginning do not learn; see <see cref="TrainingOptions.FrozenNodes"/>.</summary>
    int FrozenNodes { get; }

    /// <summary>
    /// Freezes or unfreezes: from now on the first so many nodes do not learn. What goes on learning keeps its optimiser
    /// state; what begins to starts with none, and its own count of steps.
    /// </summary>
    /// <param name="nodes">From 0 to less than the head's position.</param>
    void Freeze(int nodes);

    /// <summary>Forward, backward and optimiser step on one batch. May return before a device has finished.</summary>
    /// <param name="batch">The samples and their targets.</param>
    /// <param name="learningRate">The step size of this step.</param>
    void TrainStep(Batch batch, double learningRate);

    /// <summary>The sums over all steps since the last call; waits for a device to finish.</summary>
    TrainingMetrics ReadMetrics();

    /// <summary>A copy of all weights and statistics by full name, in PyTorch's layout.</summary>
    IReadOnlyDictionary<string, Tensor> SaveWeights();

    /// <summary>Replaces all weights and statistics; the optimiser's state stays.</summary>
    /// <exception cref="TensorFileException">A weight is missing or has other dimensions.</exception>
    void LoadWeights(IReadOnlyDictionary<string, Tensor> weights);

    /// <summary>
    /// A copy of what <see cref="SaveWeights"/> leaves out and continuing needs: the optimiser's moments and its steps per
    /// parameter, under names of the engine's choosing. The step count, the frozen nodes and the seed are the caller's to keep.
    /// </summary>
    IReadOnlyDictionary<string, Tensor> SaveOptimizerState();

    /// <summary>Takes up training where <see cref="SaveOptimizerState"/> was called; the next steps give the same bits.</summary>
    /// <param name="state">What that call returned; the same nodes must be frozen now.</param>
    /// <param name="step">The value of <see cref="Step"/> then.</param>
    /// <exception cref="TensorFileException">A tensor is missing or has other dimensions.</exception>
    void LoadOptimizerState(IReadOnlyDictionary<string, Tensor> state, long step);
}
