namespace Fer.Training;

/// <summary>The metric that a callback watches.</summary>
public enum MonitoredMetric
{
    /// <summary><see cref="EpochMetrics.ValidationLoss"/>, Keras' <c>val_loss</c>.</summary>
    ValidationLoss,

    /// <summary><see cref="EpochMetrics.ValidationAccuracy"/>, Keras' <c>val_accuracy</c>.</summary>
    ValidationAccuracy,

    /// <summary><see cref="EpochMetrics.Loss"/>, Keras' <c>loss</c>.</summary>
    Loss,

    /// <summary><see cref="EpochMetrics.Accuracy"/>, Keras' <c>accuracy</c>.</summary>
    Accuracy,
}
