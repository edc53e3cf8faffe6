using Fer.Cli.Console;
using Fer.Engine;
using Fer.Preprocessing;
using Fer.Training;

namespace Fer.Cli.Workflows;

/// <summary>Pictures through a finished run's network up to its head: what classical learners take.</summary>
internal sealed class FeaturesWorkflow(CommandContext context)
{
    /// <summary>Computes the features of a data set's pictures.</summary>
    /// <param name="run">The run folder.</param>
    /// <param name="data">A data set that <see cref="Datasets"/> understands.</param>
    /// <param name="split">Which split of it; null for all of it.</param>
    public NetworkFeatures Run(string run, string data, string? split)
    {
        TrainedRun trained = TrainedRun.Load(run);
        DatasetContents contents = Datasets.Open(data, context.CancellationToken);
        return Run(trained, data, split is null ? contents.All : contents.Split(split));
    }

    /// <summary>Computes the features of pictures.</summary>
    /// <param name="trained">The run.</param>
    /// <param name="data">Where the pictures are from, for messages.</param>
    /// <param name="part">The pictures.</param>
    public NetworkFeatures Run(TrainedRun trained, string data, ImageDataset part)
    {
        SampleList known = trained.ReadSamples();
        ImageDataset pictures = trained.WithClasses(part, data);
        string[] hashes = context.Messages.WithProgress("Reading pictures", progress => ContentHash.OfFiles(
            pictures, context.Threads, ProgressWords.OfItems(progress), context.CancellationToken));
        ImageSampleSource samples = new SampleSources(trained.Settings, context).ForEvaluation(pictures, mirrored: false);

        using var engine = new CpuEngine(new CpuEngineOptions { Threads = context.Threads });
        using INetwork network = trained.Compile(engine, pictures.Count);
        Tensor features = context.Messages.WithProgress("Computing features", progress => Predictor.ExtractFeatures(
            network, samples, ProgressWords.OfPrediction(progress), context.CancellationToken));
        Predictions predictions = context.Messages.WithProgress("Predicting", progress => Predictor.Predict(
            network, samples, ProgressWords.OfPrediction(progress), context.CancellationToken));
        return new NetworkFeatures(
            new FeatureTable(samples.Classes, samples.Labels, samples.Ids, features.Values, network.Definition.Features.Size))
        {
            Model = trained.Settings.Model,
            Predictions = predictions,
            Trained = [.. pictures.Ids.Select((id, i) => known.HasFile(id, hashes[i]))],
        };
    }
}
