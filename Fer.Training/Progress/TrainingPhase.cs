namespace Fer.Training;

/// <summary>What a training run is doing.</summary>
public enum TrainingPhase
{
    /// <summary>Taking training steps.</summary>
    Training,

    /// <summary>Measuring on the validation samples after an epoch.</summary>
    Validating,
}
