using Fer.Cli.Console;
using Fer.Engine;
using Fer.Models;
using Fer.Preprocessing;
using Fer.Training;

namespace Fer.Cli.Workflows;

/// <summary>
/// Pictures on disk -> data set -> split -> balanced classes -> network -> training -> evaluation of the held-back part -> report.
/// </summary>
internal sealed class TrainWorkflow(CommandContext context, EngineProfiler? profiler = null)
{
    /// <summary>Trains into a run folder.</summary>
    /// <param name="data">A data set that <see cref="Datasets"/> understands.</param>
    /// <param name="run">The run folder.</param>
    /// <param name="wanted">The settings; what depends on the data (input, classes, fingerprint) is filled in here.</param>
    /// <param name="pretrained">The weights to start from; null to draw them.</param>
    /// <param name="resume">Whether to continue the run that the folder holds.</param>
    public EvaluatedRun Run(string data, string run, TrainSettings wanted, PretrainedWeights? pretrained, bool resume)
    {
        TrainingSplit<ImageDataset> pictures = Datasets.Open(data, context.CancellationToken).TrainingSplit();
        string[] hashes = context.Messages.WithProgress("Reading pictures", progress => ContentHash.OfFiles(
            pictures.Data, context.Threads, ProgressWords.OfItems(progress), context.CancellationToken));

        // Identical pictures, and those of one person where it is known, stay on one side, so that what was learnt by heart cannot
        // pass for skill.
        string[] groups = pictures.Data.Groups is { } known ? GroupKeys.Merge(hashes, known) : hashes;
        (TrainingSplit<ImageDataset> training, EvaluationSplit<ImageDataset> validation) =
            StratifiedSplit.ByFraction(pictures, wanted.Data.ValidationFraction, wanted.Seed, groups);

        SampleSources sources = new(wanted, context);
        TrainingSplit<ImageSampleSource> trainingSamples = training.Map(sources.ForTraining);
        TensorShape input = trainingSamples.Data.InputShape;
        EvaluationSplit<ImageSampleSource> validationSamples = validation.Map(part => sources.ForValidation(part, input));
        TrainingSplit<ISampleSource> balancedSamples = sources.Balance(trainingSamples);
        int[]? balanced = ClassBalancing.IsResampling(wanted.Balance) ? balancedSamples.Data.CountPerClass() : null;

        TrainSettings settings = wanted with
        {
            Input = [input.Channels, input.Height, input.Width],
            Classes = [.. pictures.Data.Classes],
            Data = wanted.Data with
            {
                Fingerprint = ContentHash.Fingerprint(pictures.Data, hashes),
                Training = training.Data.Count,
                Validation = validation.Data.Count,
                TrainingPerClass = training.Data.CountPerClass(),
                BalancedPerClass = balanced,
            },
        };
        NetworkDefinition definition = NetworkZoo.Create(settings.Model, settings.Classes.Length, input);
        IReadOnlyDictionary<string, Tensor> weights = StartingWeights.Create(definition, pretrained, settings, context.Messages);
        var metadata = new WeightsMetadata(settings.Model, settings.Classes, input, settings.Normalization, settings.Clahe);
        TrainSettings begun = resume && RunFolder.HasRun(run) ? settings with { Engine = TrainSettings.Load(run).Engine } : settings;
        using RunFolder folder = RunFolder.Open(run, begun.ToJson(), new Safetensors(), resume, metadata.ToDictionary());
        Dictionary<string, string> hashOf = pictures.Data.Ids.Zip(hashes).ToDictionary(StringComparer.Ordinal);
        SampleList.Save(Path.Combine(run, SampleList.FileName), hashOf, ("training", training.Data), ("validation", validation.Data));
        context.Messages.Note(
            $"{settings.Model}, {definition.TotalParameterCount:N0} parameters, {definition.Classes} classes, input {input}; "
            + $"{training.Data.Count} pictures to learn from, {validation.Data.Count} held back.");
        string[] notes = [.. EngineNotes(begun.Engine, settings.Engine), .. ClassBalancing.Notes(settings)];
        foreach (string note in notes)
            context.Messages.Note(note);

        (TrainingHistory history, Predictions predictions) = new NetworkTraining(settings, context, profiler).Run(
            definition, weights, balancedSamples, validationSamples.Map<ISampleSource>(samples => samples), folder);
        var evaluated = new EvaluatedRun(settings, history, predictions, "the part of the training pictures held back for model selection")
        {
            Notes = [DuplicateNote.OfTraining(hashes), .. notes],
            Picture = i => validationSamples.Data.Picture(i),
        };
        evaluated.Save(run);
        return evaluated;
    }

    // A checkpoint continues on any engine, but roundings and dropout are each engine's own.
    private static IEnumerable<string> EngineNotes(string begun, string current)
    {
        if (begun != current)
            yield return $"Begun on the engine {begun}, continued on {current}: neither alone gives the same bits.";
    }
}
