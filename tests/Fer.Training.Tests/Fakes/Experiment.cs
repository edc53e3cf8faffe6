using Microsoft.Extensions.Logging;

namespace Fer.Training.Tests;

/// <summary>A small training run with every callback, to be interrupted at will.</summary>
internal sealed class Experiment
{
    public const string Settings = """{"model":"softmax-regression","seed":3,"optimizer":{"learningRate":0.05}}""";

    public const int TrainingSamples = 41;

    public TrainerOptions Options { get; init; } = new() { Epochs = 9, LearningRate = 0.05, Seed = 3, CheckpointInterval = 4 };

    public SoftmaxRegression Network { get; } = new(new TensorShape(1, 4, 4), 3, batchSize: 6);

    public SyntheticSamples Training { get; } = new("train", TrainingSamples, augmentation: 0.3f);

    public SyntheticSamples Validation { get; } = new("validation", 20, seed: 2);

    public TinyTensorFormat Format { get; } = new();

    public CancellationTokenSource Cancellation { get; } = new();

    public ILogger? Logger { get; init; }

    public IProgress<TrainingProgress>? Progress { get; init; }

    public IReadOnlyList<ITrainingCallback> Callbacks { get; init; } =
    [
        new ReduceLROnPlateau(patience: 1, factor: 0.5, minDelta: 0.01, cooldown: 1),
        new EarlyStopping(patience: 3, restoreBestWeights: true),
        new ModelCheckpoint(monitor: MonitoredMetric.ValidationAccuracy),
    ];

    public TrainingHistory Run(string folder, bool resume = false)
    {
        using RunFolder run = RunFolder.Open(folder, Settings, Format, resume);
        return Fit(run);
    }

    public TrainingHistory Fit(RunFolder? run = null) => new Trainer(Options, Logger)
        .Fit(Network, Training.ForTraining(), Validation.ForEvaluation(), Callbacks, run, Progress, Cancellation.Token);

    /// <summary>What must be equal however often a run was interrupted: weights, kept weights, history.</summary>
    public static Dictionary<string, string> Results(string folder) => Directory.EnumerateFiles(folder)
        .Where(file => Path.GetFileName(file) is not "run.lock")
        .ToDictionary(file => Path.GetFileName(file), file => Convert.ToHexString(File.ReadAllBytes(file)));
}
