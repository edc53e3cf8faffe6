namespace Fer.Training;

/// <summary>Which way a monitored metric improves.</summary>
public enum MonitorMode
{
    /// <summary>Losses improve by falling, accuracies by rising.</summary>
    Auto,

    /// <summary>Less is better.</summary>
    Min,

    /// <summary>More is better.</summary>
    Max,
}
