namespace Fer.Training;

/// <summary>Measures a run's pace and reports its progress, at most about ten times a second and at the end of each phase.</summary>
internal sealed class TrainingMeter(
    IProgress<TrainingProgress>? progress, TimeProvider clock, int epochs, int trainingSamples, int validationSamples)
{
    // A pass without gradients takes about a third of the time of one with them; used until the first one is measured.
    private const double PredictionSpeedup = 3;

    private readonly Pace _training = new(clock);
    private readonly Pace _validating = new(clock);
    private readonly Throttle _throttle = new(clock);

    /// <summary>Starts the clock of a phase.</summary>
    public void Begin(TrainingPhase phase) => PaceOf(phase).Start();

    /// <summary>Counts samples and reports.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="step">The phase's batches done.</param>
    /// <param name="steps">The phase's batches in all.</param>
    /// <param name="newSamples">The samples done since the last call.</param>
    /// <param name="metrics">The sums of the phase so far.</param>
    public void Report(TrainingPhase phase, int epoch, int step, int steps, long newSamples, TrainingMetrics metrics)
    {
        if (progress is null)
            return;
        Pace pace = PaceOf(phase);
        pace.Add(newSamples);
        if (step != steps && !_throttle.IsDue())
            return;
        TimeSpan? remaining = Remaining(phase, epoch, metrics.Samples);
        progress.Report(new TrainingProgress(
            phase, epoch + 1, epochs, step, steps, metrics.Loss, metrics.Accuracy, pace.PerSecond, remaining));
    }

    private Pace PaceOf(TrainingPhase phase) => phase == TrainingPhase.Training ? _training : _validating;

    private TimeSpan? Remaining(TrainingPhase phase, int epoch, long done)
    {
        if (_training.PerSecond == 0)
            return null;
        double validationPace = _validating.PerSecond > 0 ? _validating.PerSecond : _training.PerSecond * PredictionSpeedup;
        bool isTraining = phase == TrainingPhase.Training;
        int epochsAfter = epochs - epoch - 1;
        double training = (double)epochsAfter * trainingSamples + (isTraining ? trainingSamples - done : 0);
        double validation = (double)epochsAfter * validationSamples + validationSamples - (isTraining ? 0 : done);
        return TimeSpan.FromSeconds(training / _training.PerSecond + validation / validationPace);
    }
}
