using System.Globalization;
using System.Text.Json;

namespace Fer.Training;

/// <summary>Keeps the weights of the best epoch, or of every one, in files of the run's folder, as Keras' <c>ModelCheckpoint</c>.</summary>
/// <remarks>These are weight files to use; what a killed run continues from is written whether or not this callback is there.</remarks>
public sealed class ModelCheckpoint : ITrainingCallback
{
    private readonly BestValue _best;
    private readonly string _name;
    private readonly bool _saveBestOnly;

    /// <summary>Sets the rule.</summary>
    /// <param name="name">
    /// The file's name without its extension; <c>{epoch}</c> in it stands for the epoch's number. Default "best".
    /// </param>
    /// <param name="monitor">The metric to watch.</param>
    /// <param name="saveBestOnly">Whether an epoch is kept only if it is the best so far (Keras' default is false).</param>
    /// <param name="mode">Which way the metric improves.</param>
    public ModelCheckpoint(
        string name = "best",
        MonitoredMetric monitor = MonitoredMetric.ValidationLoss,
        bool saveBestOnly = true,
        MonitorMode mode = MonitorMode.Auto)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _best = new BestValue(monitor, mode);
        _name = name;
        _saveBestOnly = saveBestOnly;
    }

    /// <summary>The best value of the metric so far; null before the first epoch's end.</summary>
    public double? Best => _best.Value;

    /// <inheritdoc/>
    public void OnTrainBegin() => _best.Reset();

    /// <inheritdoc/>
    public void OnEpochEnd(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        bool improved = _best.Improve(_best.Read(context.Metrics));
        string epoch = context.Metrics.Epoch.ToString(CultureInfo.InvariantCulture);
        if (improved || !_saveBestOnly)
            context.SaveWeights(_name.Replace("{epoch}", epoch, StringComparison.Ordinal));
    }

    /// <inheritdoc/>
    public void SaveState(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _best.Save(writer);
    }

    /// <inheritdoc/>
    public void LoadState(JsonElement state) => _best.Load(state);
}
