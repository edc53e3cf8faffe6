using System.Text.Json;

namespace Fer.Training;

/// <summary>Lowers the learning rate when a metric has stopped improving, as Keras' <c>ReduceLROnPlateau</c>.</summary>
/// <remarks>
/// PyTorch's scheduler of this name with <c>threshold_mode="abs"</c> does the same one epoch later: its patience of p is a
/// patience of p + 1 here, and its cooldown of c > 0 is a cooldown of c + 1.
/// </remarks>
public sealed class ReduceLROnPlateau : ITrainingCallback
{
    private readonly BestValue _best;
    private readonly double _factor;
    private readonly int _patience;
    private readonly int _cooldown;
    private readonly double _minLr;
    private int _wait;
    private int _cooldownCounter;

    /// <summary>Sets the rule.</summary>
    /// <param name="monitor">The metric to watch.</param>
    /// <param name="factor">What the learning rate is multiplied by; from 0 to less than 1.</param>
    /// <param name="patience">How many epochs in a row without an improvement lower the learning rate.</param>
    /// <param name="mode">Which way the metric improves.</param>
    /// <param name="minDelta">The change that counts as an improvement only when exceeded; at least 0.</param>
    /// <param name="cooldown">How many epochs to wait after a reduction before counting again (the last of them counts).</param>
    /// <param name="minLr">The lowest learning rate; at least 0.</param>
    public ReduceLROnPlateau(
        MonitoredMetric monitor = MonitoredMetric.ValidationLoss,
        double factor = 0.1,
        int patience = 10,
        MonitorMode mode = MonitorMode.Auto,
        double minDelta = 1e-4,
        int cooldown = 0,
        double minLr = 0)
    {
        if (!(factor is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor is from 0 to less than 1.");
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        ArgumentOutOfRangeException.ThrowIfNegative(minDelta);
        ArgumentOutOfRangeException.ThrowIfNegative(cooldown);
        ArgumentOutOfRangeException.ThrowIfNegative(minLr);
        _best = new BestValue(monitor, mode, minDelta);
        _factor = factor;
        _patience = patience;
        _cooldown = cooldown;
        _minLr = minLr;
    }

    /// <inheritdoc/>
    public void OnTrainBegin()
    {
        _best.Reset();
        _wait = 0;
        _cooldownCounter = 0;
    }

    /// <inheritdoc/>
    public void OnEpochEnd(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_cooldownCounter > 0)
        {
            _cooldownCounter--;
            _wait = 0;
        }

        if (_best.Improve(_best.Read(context.Metrics)))
            _wait = 0;
        else if (_cooldownCounter == 0 && ++_wait >= _patience && context.LearningRate > _minLr)
            Reduce(context);
    }

    /// <inheritdoc/>
    public void SaveState(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _best.Save(writer);
        writer.WriteNumber("wait", _wait);
        writer.WriteNumber("cooldown_counter", _cooldownCounter);
    }

    /// <inheritdoc/>
    public void LoadState(JsonElement state)
    {
        _best.Load(state);
        _wait = state.GetProperty("wait").GetInt32();
        _cooldownCounter = state.GetProperty("cooldown_counter").GetInt32();
    }

    private void Reduce(TrainingContext context)
    {
        context.LearningRate = Math.Max(context.LearningRate * _factor, _minLr);
        _cooldownCounter = _cooldown;
        _wait = 0;
    }
}
