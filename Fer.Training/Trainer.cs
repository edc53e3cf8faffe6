using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Fer.Training;

/// <summary>
/// Trains a network epoch by epoch: shuffles, steps, validates, asks the callbacks, records the history and writes checkpoints.
/// The same network, samples, options and callbacks give the same bits, also when the run was interrupted and resumed.
/// </summary>
public sealed class Trainer
{
    private readonly TrainerOptions _options;
    private readonly ILogger _logger;

    /// <summary>Makes a trainer.</summary>
    /// <param name="options">How long and how fast to train.</param>
    /// <param name="logger">Hears of each epoch; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public Trainer(TrainerOptions options, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _logger = logger ?? NullLogger.Instance;
    }

    /// <summary>Trains a network, and leaves it with its final weights.</summary>
    /// <typeparam name="TTraining">The kind of the training samples.</typeparam>
    /// <typeparam name="TValidation">The kind of the validation samples.</typeparam>
    /// <param name="network">The network with its initial weights; its <see cref="INetwork.BatchSize"/> is the batch size.</param>
    /// <param name="training">
    /// The samples to learn from. Each epoch goes through them in another order; its last batch may be smaller. If that would be
    /// a batch of one sample and the network has batch normalisation (not frozen), which cannot normalise a single value (PyTorch
    /// fails there), the sample is left out of that epoch.
    /// </param>
    /// <param name="validation">The samples that the callbacks' decisions rest on; never the test samples that a report quotes.</param>
    /// <param name="callbacks">Called in this order after each epoch.</param>
    /// <param name="run">
    /// The folder that keeps the run; where it holds a checkpoint, the run continues from there, and where it holds a finished
    /// run, its weights and history are returned. Null to keep everything in memory.
    /// </param>
    /// <param name="progress">Hears of the progress about ten times a second.</param>
    /// <param name="cancellationToken">Ends the run between two steps, after a checkpoint.</param>
    /// <returns>The metrics of every epoch.</returns>
    /// <exception cref="DatasetException">There are too few samples, or they do not fit the network.</exception>
    /// <exception cref="DataLeakageException">A sample stands among the training and the validation samples.</exception>
    /// <exception cref="TrainingDivergedException">The loss or a weight is not a finite number; the last checkpoint is intact.</exception>
    /// <exception cref="TensorFileException">The checkpoint or kept weights are damaged or of another network.</exception>
    /// <exception cref="RunFolderException">The checkpoint belongs to another run.</exception>
    /// <exception cref="FerException">A sample cannot be loaded, or a file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled; it can be resumed.</exception>
    public TrainingHistory Fit<TTraining, TValidation>(
        ITrainableNetwork network,
        TrainingSplit<TTraining> training,
        EvaluationSplit<TValidation> validation,
        IReadOnlyList<ITrainingCallback>? callbacks = null,
        RunFolder? run = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where TTraining : ISampleSource
        where TValidation : ISampleSource
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(validation);
        ThrowIfUnfit(network, training.Data, validation.Data);
        if (run is { IsFinished: true })
            return TakeFinished(network, run);

        var meter = new TrainingMeter(
            progress, TimeProvider.System, _options.Epochs, training.Data.Labels.Count, validation.Data.Labels.Count);
        using var loop = new TrainingLoop(_options, network, training.Data, validation.Data, callbacks ?? [], run, meter, _logger);
        return loop.Run(cancellationToken);
    }

    private static void ThrowIfUnfit(INetwork network, ISampleSource training, ISampleSource validation)
    {
        SampleChecks.ThrowIfUnfit(training, network.Definition, "training data");
        SampleChecks.ThrowIfUnfit(validation, network.Definition, "validation data");
        if (!training.Classes.SequenceEqual(validation.Classes, StringComparer.Ordinal))
        {
            throw new DatasetException(
                $"The training data's classes ({string.Join(", ", training.Classes)}) are not the validation data's "
                + $"({string.Join(", ", validation.Classes)}); their names and order must be the same.");
        }

        var trained = new HashSet<string>(training.Ids, StringComparer.Ordinal);
        if (validation.Ids.FirstOrDefault(trained.Contains) is { } shared)
            throw new DataLeakageException($"'{shared}' stands among the training and the validation samples; split the data again.");
    }

    private TrainingHistory TakeFinished(ITrainableNetwork network, RunFolder run)
    {
        network.LoadWeights(run.LoadWeights());
        Log.AlreadyFinished(_logger, run.Path);
        return RunFolder.ReadHistory(run.Path);
    }
}
