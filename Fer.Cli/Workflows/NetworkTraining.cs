using Fer.Cli.Console;
using Fer.Engine;
using Fer.Preprocessing;
using Fer.Training;

namespace Fer.Cli.Workflows;

/// <summary>A network trained as a run's settings ask, and its predictions of the validation samples.</summary>
internal sealed class NetworkTraining(TrainSettings settings, CommandContext context, EngineProfiler? profiler = null)
{
    /// <summary>Features that would take more are computed again in every epoch.</summary>
    private const long MaxFeatureBytes = 2L << 30;

    /// <summary>Trains, the whole network or only what is behind its frozen part.</summary>
    /// <param name="network">The network.</param>
    /// <param name="weights">What it starts from.</param>
    /// <param name="training">The samples to learn from.</param>
    /// <param name="validation">The samples that decisions rest on.</param>
    /// <param name="folder">The run's folder.</param>
    public (TrainingHistory History, Predictions Predictions) Run(
        NetworkDefinition network, IReadOnlyDictionary<string, Tensor> weights,
        TrainingSplit<ISampleSource> training, EvaluationSplit<ISampleSource> validation, RunFolder folder)
    {
        FrozenPart frozen = FrozenPart.Of(network, settings.Transfer.Freeze);
        TrainingOptions options = Options(frozen.Nodes, training);
        IEngine engine = Engines.Create(settings.Engine, context.Threads, profiler, settings);
        using var threads = engine as IDisposable;
        if (settings.Transfer.Weights is not null)
            context.Messages.Note(frozen.ToString());
        if (!ReusesFeatures(network, frozen.Nodes, training.Data.Labels.Count + validation.Data.Labels.Count))
            return Fit(engine.CompileForTraining(network, weights, options), training, validation, folder);

        var backbone = new FrozenBackbone(engine, network, weights, options);
        context.Messages.Note($"Each picture's features, {backbone.Features}, are computed once; pictures are not augmented.");
        return Fit(
            backbone.CompileHead(),
            training.Map<ISampleSource>(samples => ExtractFeatures(backbone, samples)),
            validation.Map<ISampleSource>(samples => ExtractFeatures(backbone, samples)),
            folder);
    }

    /// <summary>Whether what the frozen part makes of a picture is always the same, in one place, and small enough to keep.</summary>
    private bool ReusesFeatures(NetworkDefinition network, int frozenNodes, int samples)
    {
        if (settings.Augment || settings.Transfer.UnfreezeEvery is not null || !FrozenBackbone.CanCut(network, frozenNodes))
            return false;
        long size = network.ShapeOf(network.FindBorder(frozenNodes)!.Value).Size;
        return size * samples * sizeof(float) <= MaxFeatureBytes;
    }

    private TensorSamples ExtractFeatures(FrozenBackbone backbone, ISampleSource samples) =>
        context.Messages.WithProgress("Computing features", progress => backbone.ExtractFeatures(
            samples, ProgressWords.OfPrediction(progress), context.CancellationToken));

    private (TrainingHistory History, Predictions Predictions) Fit(
        ITrainableNetwork network, TrainingSplit<ISampleSource> training, EvaluationSplit<ISampleSource> validation, RunFolder folder)
    {
        using (network)
        {
            var trainer = new Trainer(
                new TrainerOptions
                {
                    Epochs = settings.Epochs,
                    LearningRate = settings.LearningRate,
                    Seed = settings.Seed,
                    BatchAugmentation = TrainingAugmentations.OfBatches(settings),
                    StepsPerExecution = TorchEngines.IsGpu(settings.Engine) ? TorchEngines.StepsPerExecution : 1,
                },
                context.Messages);
            TrainingHistory history = context.Messages.WithProgress("Training", progress => trainer.Fit(
                network, training, validation, Callbacks(), folder, ProgressWords.OfTraining(progress), context.CancellationToken));
            Predictions predictions = context.Messages.WithProgress("Evaluating", progress => Predictor.Predict(
                network, validation.Data, ProgressWords.OfPrediction(progress), context.CancellationToken));
            return (history, predictions);
        }
    }

    private ITrainingCallback[] Callbacks() =>
    [
        new ReduceLROnPlateau(MonitoredMetric.ValidationLoss, settings.PlateauFactor, settings.PlateauPatience, minLr: 1e-6),
        new ModelCheckpoint(),
        new EarlyStopping(MonitoredMetric.ValidationLoss, patience: settings.EarlyStoppingPatience, restoreBestWeights: true),
        .. settings.Transfer.UnfreezeEvery is { } epochs ? [new GradualUnfreezing(epochs)] : Array.Empty<ITrainingCallback>(),
    ];

    private TrainingOptions Options(int frozenNodes, TrainingSplit<ISampleSource> training) => new()
    {
        BatchSize = settings.Batch,
        Seed = settings.Seed,
        L2 = settings.L2,
        LabelSmoothing = settings.LabelSmoothing,
        FrozenNodes = frozenNodes,
        BackboneLearningRate = settings.Transfer.BackboneLearningRate,
        ClassWeights = settings.Balance == BalanceModes.ClassWeights ? ClassWeights.Balanced(training) : null,
    };
}
