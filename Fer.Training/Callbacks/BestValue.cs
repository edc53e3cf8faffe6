using System.Text.Json;

namespace Fer.Training;

/// <summary>The best value so far of a monitored metric, as Keras' callbacks keep it.</summary>
internal sealed class BestValue(MonitoredMetric monitor, MonitorMode mode, double minDelta = 0)
{
    private readonly bool _lessIsBetter =
        mode == MonitorMode.Min || (mode == MonitorMode.Auto && monitor is MonitoredMetric.ValidationLoss or MonitoredMetric.Loss);

    /// <summary>The best value, or null before the first one.</summary>
    public double? Value { get; private set; }

    public void Reset() => Value = null;

    /// <summary>Takes a value; true if it beats the best one by more than the minimum change.</summary>
    public bool Improve(double current)
    {
        if (Value is { } best && !(_lessIsBetter ? current + minDelta < best : current - minDelta > best))
            return false;
        Value = current;
        return true;
    }

    public double Read(EpochMetrics metrics) => monitor switch
    {
        MonitoredMetric.ValidationLoss => metrics.ValidationLoss,
        MonitoredMetric.ValidationAccuracy => metrics.ValidationAccuracy,
        MonitoredMetric.Loss => metrics.Loss,
        _ => metrics.Accuracy,
    };

    public void Save(Utf8JsonWriter writer)
    {
        if (Value is { } best)
            writer.WriteNumber("best", best);
        else
            writer.WriteNull("best");
    }

    public void Load(JsonElement state)
    {
        JsonElement best = state.GetProperty("best");
        Value = best.ValueKind == JsonValueKind.Null ? null : best.GetDouble();
    }
}
