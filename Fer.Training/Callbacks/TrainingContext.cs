namespace Fer.Training;

/// <summary>What a callback sees of a run and may change in it.</summary>
public sealed class TrainingContext
{
    private readonly ITrainableNetwork _network;
    private readonly WeightStore _store;
    private double _learningRate;

    internal TrainingContext(ITrainableNetwork network, WeightStore store, EpochMetrics metrics, double learningRate)
    {
        _network = network;
        _store = store;
        _learningRate = learningRate;
        Metrics = metrics;
    }

    /// <summary>The metrics of the epoch that just ended.</summary>
    public EpochMetrics Metrics { get; }

    /// <summary>The learning rate from the next step on; a finite number of at least 0.</summary>
    public double LearningRate
    {
        get => _learningRate;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            if (!double.IsFinite(value))
                throw new ArgumentOutOfRangeException(nameof(value), value, "A learning rate is a finite number.");
            _learningRate = value;
        }
    }

    /// <summary>The network that is being trained.</summary>
    public NetworkDefinition Network => _network.Definition;

    /// <summary>
    /// How many nodes at the network's beginning do not learn from the next step on, from 0 to less than the head's position.
    /// </summary>
    public int FrozenNodes
    {
        get => _network.FrozenNodes;
        set => _network.Freeze(value);
    }

    /// <summary>Set it to make this epoch the last one.</summary>
    public bool StopTraining { get; set; }

    /// <summary>The callback being called; a weights file has one owner.</summary>
    internal ITrainingCallback? Caller { get; set; }

    /// <summary>Keeps the network's weights as they are now: in a file of the run's folder, in memory if there is no folder.</summary>
    /// <param name="name">The file's name without its extension, one that no other callback uses.</param>
    /// <exception cref="FerException">The file cannot be written.</exception>
    public void SaveWeights(string name) => _store.Save(name, _network.SaveWeights(), Caller);

    /// <summary>Gives the network the weights that <see cref="SaveWeights"/> kept.</summary>
    /// <param name="name">The name they were kept under.</param>
    /// <exception cref="TensorFileException">The file is missing, damaged or of another network.</exception>
    public void RestoreWeights(string name) => _network.LoadWeights(_store.Load(name));
}
