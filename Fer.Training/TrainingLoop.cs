using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Fer.Training;

/// <summary>One training run under way.</summary>
/// <remarks>
/// What makes a resumed run equal to an uninterrupted one: the order of the samples follows from seed and epoch; metrics are
/// read at fixed steps, so that sums add up in the same order; and at an epoch's end the checkpoint is written last, so that
/// a kill before it replays the epoch's end from the checkpoint before, to the same decisions and the same files.
/// </remarks>
internal sealed class TrainingLoop : IDisposable
{
    // The key of the random stream that orders the samples: "shuffle" in ASCII.
    private const ulong ShuffleStream = 0x73_68_75_66_66_6C_65;

    // The key of the random streams that augment the batches: "batches" in ASCII.
    private const ulong BatchStream = 0x62_61_74_63_68_65_73;

    private readonly TrainerOptions _options;
    private readonly ITrainableNetwork _network;
    private readonly ISampleSource _training;

    // The network, if it keeps the samples on its device; null where it takes batches.
    private IResidentTraining? _resident;
    private readonly IReadOnlyList<ITrainingCallback> _callbacks;
    private readonly RunFolder? _run;
    private readonly WeightStore _store;
    private readonly TrainingMeter _meter;
    private readonly ILogger _logger;
    private readonly BatchLoader _loader;
    private readonly Validator _validator;
    private readonly int[] _order;

    private readonly List<EpochMetrics> _history = [];
    private int _samplesPerEpoch;
    private int _batchesPerEpoch;
    private int _epoch;
    private int _batch;
    private TrainingMetrics _sums;
    private double _learningRate;
    private bool _stopTraining;

    public TrainingLoop(
        TrainerOptions options,
        ITrainableNetwork network,
        ISampleSource training,
        ISampleSource validation,
        IReadOnlyList<ITrainingCallback> callbacks,
        RunFolder? run,
        TrainingMeter meter,
        ILogger logger)
    {
        _options = options;
        _network = network;
        _training = training;
        _callbacks = callbacks;
        _run = run;
        _store = new WeightStore(run);
        _meter = meter;
        _logger = logger;
        _learningRate = options.LearningRate;
        _order = new int[training.Labels.Count];
        CountBatches();
        _loader = new BatchLoader(network.Definition.Input, network.Definition.Classes, network.BatchSize);
        _validator = new Validator(network, validation, _loader, meter);
        Log.Started(logger, network.Definition.Name, training.Labels.Count, validation.Labels.Count, options.Epochs);
        if (_samplesPerEpoch < _order.Length)
            Log.SingleSampleDropped(logger);
    }

    /// <summary>Trains to the end.</summary>
    public TrainingHistory Run(CancellationToken cancellationToken)
    {
        foreach (ITrainingCallback callback in _callbacks)
            callback.OnTrainBegin();
        if (_run?.LoadCheckpoint() is { } checkpoint)
            Resume(checkpoint);
        if (_options.BatchAugmentation is null && _network is IResidentTraining resident)
            _resident = resident.TryKeepSamples(_training, cancellationToken) ? resident : null;

        while (_epoch < _options.Epochs && !_stopTraining)
        {
            TrainEpoch(cancellationToken);
            EndEpoch(Validate(cancellationToken));
        }

        return Finish();
    }

    public void Dispose() => _loader.Dispose();

    /// <summary>Anew for each epoch, as a callback may freeze and unfreeze batch normalisations.</summary>
    private void CountBatches()
    {
        _samplesPerEpoch = SamplesPerEpoch(_order.Length, _network);
        _batchesPerEpoch = BatchLoader.BatchCount(_samplesPerEpoch, _network.BatchSize);
    }

    private static int SamplesPerEpoch(int samples, ITrainableNetwork network)
    {
        bool normalizes = network.Definition.Nodes.Skip(network.FrozenNodes).Any(node => node.Layer is BatchNorm);
        if (!normalizes || samples % network.BatchSize != 1 % network.BatchSize)
            return samples;
        if (samples == 1 || network.BatchSize == 1)
        {
            throw new DatasetException(
                "Batch normalisation needs batches of at least two samples; give more samples or a larger batch size.");
        }

        return samples - 1;
    }

    private void TrainEpoch(CancellationToken cancellationToken)
    {
        CountBatches();
        ShuffleOrder();
        if (_resident is null)
            _loader.Start(_training, _order, _samplesPerEpoch, _epoch, _batch, BatchAugmentation(_epoch));
        _meter.Begin(TrainingPhase.Training);
        StopIfCancelled(cancellationToken);
        while (_batch < _batchesPerEpoch)
        {
            long checkpointsBefore = _network.Step / _options.CheckpointInterval;
            TakeSteps();
            bool isCheckpointDue = _network.Step / _options.CheckpointInterval != checkpointsBefore;
            if (isCheckpointDue && _batch < _batchesPerEpoch)
                SaveCheckpoint();
            StopIfCancelled(cancellationToken);
        }
    }

    private void ShuffleOrder()
    {
        for (int i = 0; i < _order.Length; i++)
            _order[i] = i;
        var random = RandomGenerator.Create(_options.Seed, ShuffleStream, (ulong)_epoch);
        random.Shuffle(_order.AsSpan());
    }

    /// <summary>What augments the batches of an epoch, each by its number alone, so that it does not matter where a run resumes.</summary>
    private Action<Batch, int>? BatchAugmentation(int epoch)
    {
        if (_options.BatchAugmentation is not { } augmentation)
            return null;
        return (batch, number) =>
        {
            var random = RandomGenerator.Create(_options.Seed, BatchStream, (ulong)epoch, (ulong)number);
            augmentation.Apply(batch, ref random);
        };
    }

    /// <summary>Takes a group of steps, then reads their metrics.</summary>
    private void TakeSteps()
    {
        int end = Math.Min(_batch + _options.StepsPerExecution, _batchesPerEpoch);
        for (; _batch < end; _batch++)
            TakeStep();

        TrainingMetrics metrics = _network.ReadMetrics();
        if (!double.IsFinite(metrics.LossSum))
            throw Diverged($"the loss is {metrics.LossSum}");
        _sums += metrics;
        _meter.Report(TrainingPhase.Training, _epoch, _batch, _batchesPerEpoch, metrics.Samples, _sums);
    }

    private void TakeStep()
    {
        if (_resident is not null)
        {
            int first = _batch * _network.BatchSize;
            _resident.TrainStep(_order.AsSpan(first, Math.Min(_network.BatchSize, _samplesPerEpoch - first)), _learningRate);
            return;
        }

        _network.TrainStep(_loader.Next(), _learningRate);
        _loader.Release();
    }

    private TrainingMetrics Validate(CancellationToken cancellationToken)
    {
        try
        {
            TrainingMetrics metrics = _validator.Run(_epoch, cancellationToken);
            return double.IsFinite(metrics.LossSum) ? metrics : throw Diverged($"the validation loss is {metrics.LossSum}");
        }
        catch (OperationCanceledException)
        {
            StopIfCancelled(cancellationToken);
            throw;
        }
    }

    private void EndEpoch(TrainingMetrics validation)
    {
        var metrics = new EpochMetrics(
            _epoch + 1, _learningRate, _sums.Loss, _sums.Accuracy, validation.Loss, validation.Accuracy);
        _history.Add(metrics);
        Log.EpochEnded(_logger, metrics.Epoch, metrics.Loss, metrics.Accuracy, metrics.ValidationLoss, metrics.ValidationAccuracy);
        AskCallbacks(metrics);

        _epoch++;
        _batch = 0;
        _sums = default;
        SaveHistory();
        SaveCheckpoint();
    }

    private void AskCallbacks(EpochMetrics metrics)
    {
        var context = new TrainingContext(_network, _store, metrics, _learningRate);
        int frozenNodes = _network.FrozenNodes;
        foreach (ITrainingCallback callback in _callbacks)
        {
            context.Caller = callback;
            callback.OnEpochEnd(context);
        }

        if (_network.FrozenNodes != frozenNodes)
            Log.FrozenNodesChanged(_logger, metrics.Epoch, _network.Definition.Nodes.Count, frozenNodes, _network.FrozenNodes);

        if (context.LearningRate != _learningRate)
            Log.LearningRateChanged(_logger, metrics.Epoch, _learningRate, context.LearningRate);
        if (context.StopTraining)
            Log.Stopped(_logger, metrics.Epoch);
        _learningRate = context.LearningRate;
        _stopTraining = context.StopTraining;
    }

    private TrainingHistory Finish()
    {
        var context = new TrainingContext(_network, _store, _history[^1], _learningRate);
        foreach (ITrainingCallback callback in _callbacks)
        {
            context.Caller = callback;
            callback.OnTrainEnd(context);
        }

        SaveHistory();
        _run?.Finish(_network.SaveWeights());
        Log.Finished(_logger, _history.Count, _network.Step);
        return new TrainingHistory(_history);
    }

    private void StopIfCancelled(CancellationToken cancellationToken)
    {
        if (!cancellationToken.IsCancellationRequested)
            return;
        SaveCheckpoint();
        Log.Cancelled(_logger, _network.Step);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private TrainingDivergedException Diverged(string what) => new(
        $"Training has diverged: {what} at step {_network.Step} (epoch {_epoch + 1}). "
        + $"Train again with a lower learning rate (it is {_learningRate})"
        + (_run is null ? "." : "; the checkpoint of an earlier step is intact."));

    private void SaveHistory()
    {
        if (_run is null)
            return;
        _run.SaveHistory(new TrainingHistory(_history));
        Log.HistoryWritten(_logger, _history.Count);
    }

    private void SaveCheckpoint()
    {
        if (_run is null)
            return;
        IReadOnlyDictionary<string, Tensor> weights = _network.SaveWeights();
        IReadOnlyDictionary<string, Tensor> optimizerState = _network.SaveOptimizerState();
        ThrowIfNotFinite(weights);
        ThrowIfNotFinite(optimizerState);
        _run.SaveCheckpoint(new Checkpoint
        {
            Settings = _run.SettingsFingerprint,
            Seed = _options.Seed,
            Samples = _order.Length,
            BatchSize = _network.BatchSize,
            Epoch = _epoch,
            Batch = _batch,
            Step = _network.Step,
            Sums = _sums,
            LearningRate = _learningRate,
            FrozenNodes = _network.FrozenNodes,
            StopTraining = _stopTraining,
            Callbacks = [.. _callbacks.Select(callback => (callback.Name, SaveState(callback)))],
            History = _history,
            Weights = weights,
            OptimizerState = optimizerState,
        });
        Log.CheckpointWritten(_logger, _network.Step);
    }

    private void ThrowIfNotFinite(IReadOnlyDictionary<string, Tensor> tensors)
    {
        foreach ((string name, Tensor tensor) in tensors)
        {
            foreach (float value in tensor.Values)
            {
                if (!float.IsFinite(value))
                    throw Diverged($"'{name}' holds {value}");
            }
        }
    }

    private static string SaveState(ITrainingCallback callback)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            callback.SaveState(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private void Resume(Checkpoint checkpoint)
    {
        ThrowIfOther(checkpoint);
        _network.Freeze(checkpoint.FrozenNodes);
        _network.LoadWeights(checkpoint.Weights);
        _network.LoadOptimizerState(checkpoint.OptimizerState, checkpoint.Step);
        _epoch = checkpoint.Epoch;
        _batch = checkpoint.Batch;
        _sums = checkpoint.Sums;
        _learningRate = checkpoint.LearningRate;
        _stopTraining = checkpoint.StopTraining;
        _history.AddRange(checkpoint.History);
        for (int i = 0; i < _callbacks.Count; i++)
        {
            using var state = JsonDocument.Parse(checkpoint.Callbacks[i].State);
            _callbacks[i].LoadState(state.RootElement);
        }

        Log.Resumed(_logger, checkpoint.Step, checkpoint.Epoch + 1, checkpoint.Batch);
    }

    private void ThrowIfOther(Checkpoint checkpoint)
    {
        Compare("seed", checkpoint.Seed, _options.Seed);
        Compare("number of training samples", checkpoint.Samples, _order.Length);
        Compare("batch size", checkpoint.BatchSize, _network.BatchSize);
        Compare("list of callbacks", Names(checkpoint.Callbacks.Select(c => c.Name)), Names(_callbacks.Select(c => c.Name)));

        void Compare<T>(string name, T there, T here)
        {
            if (!EqualityComparer<T>.Default.Equals(there, here))
            {
                throw new RunFolderException(
                    $"{_run!.CheckpointPath}: the checkpoint belongs to another run: its {name} is {there}, here it is {here}; "
                    + "continue the run with its own, or choose another folder.");
            }
        }

        static string Names(IEnumerable<string> names) => $"[{string.Join(", ", names)}]";
    }
}
