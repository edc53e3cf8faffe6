using Fer.Cli.Console;
using Fer.Engine;
using Fer.Models;
using Fer.Preprocessing;
using Fer.Training;

namespace Fer.Cli.Workflows;

/// <summary>
/// Pictures on disk -> data set -> split -> network -> training -> evaluation of the held-back part -> report.
/// </summary>
internal sealed class TrainWorkflow(CommandContext context)
{
    /// <summary>Trains into a run folder.</summary>
    /// <param name="data">A folder class/picture or split/class/picture.</param>
    /// <param name="run">The run folder.</param>
    /// <param name="wanted">The settings; what depends on the data (input, classes, fingerprint) is filled in here.</param>
    /// <param name="resume">Whether to continue the run that the folder holds.</param>
    public EvaluatedRun Run(string data, string run, TrainSettings wanted, bool resume)
    {
        TrainingSplit<ImageDataset> pictures = ImageFolder.Load(data, context.CancellationToken).TrainingSplit();
        string[] hashes = context.Messages.WithProgress("Reading pictures", progress => ContentHash.OfFiles(
            pictures.Data, context.Threads, ProgressWords.OfItems(progress), context.CancellationToken));

        // Identical pictures stay on one side, so that what was learnt by heart cannot pass for skill.
        (TrainingSplit<ImageDataset> training, EvaluationSplit<ImageDataset> validation) =
            StratifiedSplit.ByFraction(pictures, wanted.Data.ValidationFraction, wanted.Seed, hashes);

        SampleSources sources = new(wanted, context);
        TrainingSplit<ImageSampleSource> trainingSamples = training.Map(sources.ForTraining);
        TensorShape input = trainingSamples.Data.InputShape;
        EvaluationSplit<ImageSampleSource> validationSamples = validation.Map(part => sources.ForValidation(part, input));

        TrainSettings settings = wanted with
        {
            Input = [input.Channels, input.Height, input.Width],
            Classes = [.. pictures.Data.Classes],
            Data = wanted.Data with
            {
                Fingerprint = ContentHash.Fingerprint(pictures.Data, hashes),
                Training = training.Data.Count,
                Validation = validation.Data.Count,
            },
        };
        NetworkDefinition definition = NetworkZoo.Create(settings.Model, settings.Classes.Length, input);

        using RunFolder folder = RunFolder.Open(run, settings.ToJson(), new Safetensors(), resume, WeightsMetadata(settings));
        Dictionary<string, string> hashOf = pictures.Data.Ids.Zip(hashes).ToDictionary(StringComparer.Ordinal);
        SampleList.Save(Path.Combine(run, SampleList.FileName), hashOf, ("training", training.Data), ("validation", validation.Data));
        context.Messages.Note(
            $"{settings.Model}, {definition.TotalParameterCount:N0} parameters, {definition.Classes} classes, input {input}; "
            + $"{training.Data.Count} pictures to learn from, {validation.Data.Count} held back.");

        using var engine = new CpuEngine(new CpuEngineOptions { Threads = context.Threads });
        using ITrainableNetwork network = engine.CompileForTraining(
            definition, WeightInitializer.Initialize(definition, settings.Seed), NetworkOptions(settings, training));
        TrainingHistory history = Fit(network, trainingSamples, validationSamples, settings, folder);

        Predictions predictions = context.Messages.WithProgress("Evaluating", progress => Predictor.Predict(
            network, validationSamples.Data, ProgressWords.OfPrediction(progress), context.CancellationToken));
        var evaluated = new EvaluatedRun(settings, history, predictions, "the part of the training pictures held back for model selection")
        {
            Notes = [DuplicateNote.OfTraining(hashes)],
            Picture = i => validationSamples.Data.Picture(i),
        };
        evaluated.Save(run);
        return evaluated;
    }

    private TrainingHistory Fit(
        ITrainableNetwork network, TrainingSplit<ImageSampleSource> training, EvaluationSplit<ImageSampleSource> validation,
        TrainSettings settings, RunFolder folder)
    {
        ITrainingCallback[] callbacks =
        [
            new ReduceLROnPlateau(MonitoredMetric.ValidationLoss, settings.PlateauFactor, settings.PlateauPatience, minLr: 1e-6),
            new ModelCheckpoint(),
            new EarlyStopping(MonitoredMetric.ValidationLoss, patience: settings.EarlyStoppingPatience, restoreBestWeights: true),
        ];
        var trainer = new Trainer(
            new TrainerOptions { Epochs = settings.Epochs, LearningRate = settings.LearningRate, Seed = settings.Seed }, context.Messages);
        return context.Messages.WithProgress("Training", progress => trainer.Fit(
            network, training, validation, callbacks, folder, ProgressWords.OfTraining(progress), context.CancellationToken));
    }

    private static TrainingOptions NetworkOptions(TrainSettings settings, TrainingSplit<ImageDataset> training) => new()
    {
        BatchSize = settings.Batch,
        Seed = settings.Seed,
        L2 = settings.L2,
        ClassWeights = settings.Balance == BalanceModes.ClassWeights ? ClassWeights.Balanced(training) : null,
    };

    private static Dictionary<string, string> WeightsMetadata(TrainSettings settings) => new()
    {
        ["model"] = settings.Model,
        ["classes"] = string.Join(",", settings.Classes),
        ["input"] = string.Join("x", settings.Input),
    };
}
