namespace Fer.Training.Tests;

public class TrainingMeterTests
{
    private readonly ManualClock _clock = new();
    private readonly List<TrainingProgress> _reports = [];

    [Fact]
    public void Pace_and_time_left_follow_from_the_samples_done()
    {
        var meter = new TrainingMeter(
            new SyncProgress<TrainingProgress>(_reports.Add), _clock, epochs: 2, trainingSamples: 100, validationSamples: 30);
        meter.Begin(TrainingPhase.Training);
        Step(meter, TrainingPhase.Training, 0, 1, 2, 50, 50, 1000);
        Assert.Equal(50, _reports[^1].ImagesPerSecond);

        // 150 training samples at 50 a second, 60 validation samples at three times that.
        Assert.Equal(3.4, _reports[^1].Remaining!.Value.TotalSeconds, 1e-6);

        Step(meter, TrainingPhase.Training, 0, 2, 2, 50, 100, 3000);
        Assert.Equal(25, _reports[^1].ImagesPerSecond);
        meter.Begin(TrainingPhase.Validating);
        Step(meter, TrainingPhase.Validating, 0, 1, 1, 30, 30, 1000);
        Assert.Equal(30, _reports[^1].ImagesPerSecond);
        Assert.Equal(100 / 25.0 + 30 / 30.0, _reports[^1].Remaining!.Value.TotalSeconds, 1e-6);
    }

    [Fact]
    public void Ten_reports_a_second_are_enough_but_the_last_of_a_phase_always_comes()
    {
        var meter = new TrainingMeter(new SyncProgress<TrainingProgress>(_reports.Add), _clock, 1, 100, 10);
        meter.Begin(TrainingPhase.Training);
        for (int step = 1; step <= 100; step++)
            Step(meter, TrainingPhase.Training, 0, step, 100, 1, step, 10);
        Assert.Equal([1, 11, 21, 31, 41, 51, 61, 71, 81, 91, 100], _reports.Select(report => report.Step));
    }

    [Fact]
    public void Time_between_phases_does_not_count()
    {
        var meter = new TrainingMeter(new SyncProgress<TrainingProgress>(_reports.Add), _clock, 2, 10, 10);
        for (int epoch = 0; epoch < 2; epoch++)
        {
            _clock.Advance(60_000);
            meter.Begin(TrainingPhase.Training);
            Step(meter, TrainingPhase.Training, epoch, 1, 1, 10, 10, 1000);
        }

        Assert.Equal(10, _reports[^1].ImagesPerSecond);
    }

    private void Step(TrainingMeter meter, TrainingPhase phase, int epoch, int step, int steps, int newSamples, int done, int milliseconds)
    {
        _clock.Advance(milliseconds);
        meter.Report(phase, epoch, step, steps, newSamples, new TrainingMetrics(done, done, done, 0));
    }
}
