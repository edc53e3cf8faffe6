namespace Fer.Training;

/// <summary>
/// A network cut in two behind its frozen part: the values at the cut are computed once for every sample, and only the rest, for
/// example the head, is run and trained epoch after epoch.
/// </summary>
/// <remarks>
/// Training the rest on these values is, to rounding, training the whole network with the same nodes frozen, as long as the samples
/// are the same in every epoch: augmentation would be taken from epoch 0 alone. A dropout of values that the frozen part flattened may
/// draw other masks, as engines keep their own order of such values.
/// </remarks>
/// <example>
/// <code>
/// var backbone = new FrozenBackbone(engine, network, weights, options with { FrozenNodes = FreezeRatio.FrozenNodes(network, 1) });
/// TrainingSplit&lt;TensorSamples&gt; training = pictures.Map(samples => backbone.ExtractFeatures(samples));
/// using ITrainableNetwork head = backbone.CompileHead();
/// trainer.Fit(head, training, validation, callbacks, run); // the run's files hold the whole network's weights
/// </code>
/// </example>
public sealed class FrozenBackbone
{
    private readonly IEngine _engine;
    private readonly NetworkDefinition _definition;
    private readonly IReadOnlyDictionary<string, Tensor> _weights;
    private readonly TrainingOptions _options;
    private readonly int _border;

    /// <summary>Cuts a network.</summary>
    /// <param name="engine">What runs both parts.</param>
    /// <param name="definition">The whole network.</param>
    /// <param name="weights">The whole network's weights.</param>
    /// <param name="options">How the rest learns; <see cref="TrainingOptions.FrozenNodes"/>, above 0, says where the cut is.</param>
    /// <exception cref="NetworkDefinitionException">The network cannot be cut there (see <see cref="CanCut"/>).</exception>
    public FrozenBackbone(
        IEngine engine, NetworkDefinition definition, IReadOnlyDictionary<string, Tensor> weights, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(options);
        if (!CanCut(definition, options.FrozenNodes))
        {
            throw new NetworkDefinitionException(
                $"'{definition.Name}' cannot be cut behind its first {options.FrozenNodes} layers: not one value alone crosses there; "
                + "train the whole network with these layers frozen.");
        }

        _engine = engine;
        _definition = definition;
        _weights = weights;
        _options = options;
        _border = definition.FindBorder(options.FrozenNodes)!.Value;
    }

    /// <summary>The shape of one sample's values at the cut.</summary>
    public TensorShape Features => _definition.ShapeOf(_border);

    /// <summary>
    /// Whether a network can be cut behind its frozen part: the rest takes the output of one frozen node and nothing else.
    /// </summary>
    /// <param name="definition">The network.</param>
    /// <param name="frozenNodes">How many nodes are frozen.</param>
    public static bool CanCut(NetworkDefinition definition, int frozenNodes)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return frozenNodes > 0 && frozenNodes < definition.Nodes.Count && definition.FindBorder(frozenNodes) >= 0;
    }

    /// <summary>Runs the frozen part over every sample.</summary>
    /// <param name="samples">The samples, read as of epoch 0.</param>
    /// <param name="progress">Hears of the progress about ten times a second.</param>
    /// <param name="cancellationToken">Ends the pass between two batches.</param>
    /// <returns>The same samples, their values those at the cut.</returns>
    /// <exception cref="DatasetException">There are no samples, too many for memory, or they do not fit the network.</exception>
    /// <exception cref="FerException">A sample cannot be loaded.</exception>
    public TensorSamples ExtractFeatures(
        ISampleSource samples, IProgress<PredictionProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if ((long)samples.Labels.Count * Features.Size > Array.MaxLength)
        {
            throw new DatasetException(
                $"The features of {samples.Labels.Count} samples, {Features} each, are too many to keep; "
                + "freeze more layers, or train the whole network with these frozen.");
        }

        using INetwork network = _engine.CompileForPrediction(_definition.WithFeatures(_border), _weights, _options.BatchSize);
        Tensor features = Predictor.ExtractFeatures(network, samples, progress, cancellationToken);
        return new TensorSamples(Features, features.Values, samples.Classes, samples.Labels, samples.Ids, Targets(samples));
    }

    private static float[] Targets(ISampleSource samples)
    {
        int classes = samples.Classes.Count;
        var targets = new float[checked(samples.Labels.Count * classes)];
        for (int i = 0; i < samples.Labels.Count; i++)
            samples.LoadTarget(i, targets.AsSpan(i * classes, classes));
        return targets;
    }

    /// <summary>
    /// Compiles the rest for training on the features. It saves and loads the whole network's weights, so that run folders,
    /// checkpoints and callbacks work as with the whole network; it cannot unfreeze what was cut off.
    /// </summary>
    public ITrainableNetwork CompileHead()
    {
        ILookup<bool, string> names = _definition.Parameters.ToLookup(p => p.Node < _options.FrozenNodes, p => p.Name);
        ITrainableNetwork head = _engine.CompileForTraining(
            _definition.Tail(_options.FrozenNodes), Pick(names[false]), _options with { FrozenNodes = 0 });
        return new FrozenBackboneHead(head, Pick(names[true]));
    }

    private Dictionary<string, Tensor> Pick(IEnumerable<string> names) => names
        .Select(name => (Name: name, Tensor: _weights.GetValueOrDefault(name)
            ?? throw new TensorFileException($"'{name}' is missing among the weights of '{_definition.Name}'.")))
        .ToDictionary(pair => pair.Name, pair => pair.Tensor, StringComparer.Ordinal);
}
