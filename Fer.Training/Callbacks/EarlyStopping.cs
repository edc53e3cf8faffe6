using System.Text.Json;

namespace Fer.Training;

/// <summary>Stops when a metric has not improved for some epochs, as Keras 3's <c>EarlyStopping</c>.</summary>
/// <remarks>
/// An improvement beats the best value by more than the minimum change; with a patience of 0 as of 1 the first epoch without one
/// is the last.
/// </remarks>
public sealed class EarlyStopping : ITrainingCallback
{
    /// <summary>The name of the file that keeps the best weights, without its extension.</summary>
    public const string WeightsName = "best-early-stopping";

    private readonly BestValue _best;
    private readonly int _patience;
    private readonly bool _restoreBestWeights;
    private int _wait;

    /// <summary>Sets the rule.</summary>
    /// <param name="monitor">The metric to watch.</param>
    /// <param name="minDelta">The change that counts as an improvement only when exceeded; at least 0.</param>
    /// <param name="patience">How many epochs in a row without an improvement end the training.</param>
    /// <param name="mode">Which way the metric improves.</param>
    /// <param name="restoreBestWeights">
    /// Whether training, however it ended, leaves the weights of the best epoch rather than of the last one; they are kept in
    /// the run's folder meanwhile, under <see cref="WeightsName"/>.
    /// </param>
    public EarlyStopping(
        MonitoredMetric monitor = MonitoredMetric.ValidationLoss,
        double minDelta = 0,
        int patience = 0,
        MonitorMode mode = MonitorMode.Auto,
        bool restoreBestWeights = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(minDelta);
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        _best = new BestValue(monitor, mode, minDelta);
        _patience = patience;
        _restoreBestWeights = restoreBestWeights;
    }

    /// <summary>The best value of the metric so far; null before the first epoch's end.</summary>
    public double? Best => _best.Value;

    /// <summary>The epoch of the best value, from 1; 0 before the first epoch's end.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>The epoch after which training was stopped, from 1; 0 if it was not.</summary>
    public int StoppedEpoch { get; private set; }

    /// <inheritdoc/>
    public void OnTrainBegin()
    {
        _best.Reset();
        _wait = 0;
        BestEpoch = 0;
        StoppedEpoch = 0;
    }

    /// <inheritdoc/>
    public void OnEpochEnd(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_best.Improve(_best.Read(context.Metrics)))
        {
            _wait = 0;
            BestEpoch = context.Metrics.Epoch;
            if (_restoreBestWeights)
                context.SaveWeights(WeightsName);
            return;
        }

        _wait++;
        if (_wait >= _patience)
        {
            StoppedEpoch = context.Metrics.Epoch;
            context.StopTraining = true;
        }
    }

    /// <inheritdoc/>
    public void OnTrainEnd(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_restoreBestWeights && BestEpoch > 0)
            context.RestoreWeights(WeightsName);
    }

    /// <inheritdoc/>
    public void SaveState(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _best.Save(writer);
        writer.WriteNumber("wait", _wait);
        writer.WriteNumber("best_epoch", BestEpoch);
        writer.WriteNumber("stopped_epoch", StoppedEpoch);
    }

    /// <inheritdoc/>
    public void LoadState(JsonElement state)
    {
        _best.Load(state);
        _wait = state.GetProperty("wait").GetInt32();
        BestEpoch = state.GetProperty("best_epoch").GetInt32();
        StoppedEpoch = state.GetProperty("stopped_epoch").GetInt32();
    }
}
