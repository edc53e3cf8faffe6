using Fer.Cli.Console;
using Fer.Engine;
using Fer.Evaluation;
using Fer.Preprocessing;
using Fer.Training;

namespace Fer.Cli.Workflows;

/// <summary>A finished run judged on pictures that it has not seen.</summary>
internal sealed class EvaluateWorkflow(CommandContext context)
{
    /// <summary>Evaluates a run.</summary>
    /// <param name="run">The run folder.</param>
    /// <param name="data">A data set that <see cref="Datasets"/> understands.</param>
    /// <param name="split">Which split of it; null for the one named like test or validation.</param>
    /// <param name="output">Where the report and figures go.</param>
    /// <param name="mirror">Whether to average the scores of each picture and its mirror image.</param>
    public EvaluatedRun Run(string run, string data, string? split, string output, bool mirror)
    {
        TrainedRun trained = TrainedRun.Load(run);
        SampleList known = trained.ReadSamples();

        DatasetContents contents = Datasets.Open(data, context.CancellationToken);
        ImageDataset pictures = trained.WithClasses(contents.EvaluationSplit(split).Data, data);
        string[] hashes = context.Messages.WithProgress("Reading pictures", progress => ContentHash.OfFiles(
            pictures, context.Threads, ProgressWords.OfItems(progress), context.CancellationToken));
        Evaluator.RefuseTrainedSamples(pictures, pictures.Ids.Where((id, i) => known.HasFile(id, hashes[i])));
        var sources = new SampleSources(trained.Settings, context);
        ImageSampleSource samples = sources.ForEvaluation(pictures, mirrored: false);

        using var engine = new CpuEngine(new CpuEngineOptions { Threads = context.Threads });
        using INetwork network = trained.Compile(engine, pictures.Count);
        Predictions predictions = Predict(network, samples);
        if (mirror)
            predictions = Average(predictions, Predict(network, sources.ForEvaluation(pictures, mirrored: true)));

        var evaluated = new EvaluatedRun(trained.Settings, RunFolder.ReadHistory(run), predictions, Describe(data, contents, pictures))
        {
            Notes =
            [
                DuplicateNote.OfEvaluation(hashes.Count(known.HasContent), pictures.Count),
                .. mirror ? ["The scores are averages over each picture and its mirror image."] : Array.Empty<string>(),
            ],
            Picture = i => samples.Picture(i),
        };
        evaluated.Save(output);
        return evaluated;
    }

    private Predictions Predict(INetwork network, ImageSampleSource samples) =>
        context.Messages.WithProgress("Evaluating", progress => Predictor.Predict(
            network, samples, ProgressWords.OfPrediction(progress), context.CancellationToken));

    private static Predictions Average(Predictions a, Predictions b) =>
        new(a.Classes, a.Ids, a.Labels, [.. a.Probabilities.Zip(b.Probabilities, (p, q) => (p + q) / 2)]);

    /// <summary>Which pictures these are, in words.</summary>
    private static string Describe(string data, DatasetContents contents, ImageDataset pictures)
    {
        string folder = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(data)));
        return contents.HasSplits ? $"the split '{contents.SplitOf(pictures.Ids[0])}' of {folder}" : folder;
    }
}
