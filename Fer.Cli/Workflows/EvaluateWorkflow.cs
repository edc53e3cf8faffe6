using Fer.Cli.Console;
using Fer.Engine;
using Fer.Evaluation;
using Fer.Models;
using Fer.Preprocessing;
using Fer.Training;

namespace Fer.Cli.Workflows;

/// <summary>A finished run judged on pictures that it has not seen.</summary>
internal sealed class EvaluateWorkflow(CommandContext context)
{
    /// <summary>The samples per batch; results do not depend on it.</summary>
    private const int Batch = 64;

    /// <summary>Evaluates a run.</summary>
    /// <param name="run">The run folder.</param>
    /// <param name="data">A data set that <see cref="Datasets"/> understands.</param>
    /// <param name="split">Which split of it; null for the one named like test or validation.</param>
    /// <param name="output">Where the report and figures go.</param>
    /// <param name="mirror">Whether to average the scores of each picture and its mirror image.</param>
    public EvaluatedRun Run(string run, string data, string? split, string output, bool mirror)
    {
        TrainSettings settings = TrainSettings.Load(run);
        IReadOnlyDictionary<string, Tensor> weights = RunFolder.ReadWeights(run, new Safetensors()).Tensors;
        SampleList trained = SampleList.Load(Path.Combine(run, SampleList.FileName));

        DatasetContents contents = Datasets.Open(data, context.CancellationToken);
        ImageDataset pictures = WithClassesOf(settings, data, contents.EvaluationSplit(split).Data);
        string[] hashes = context.Messages.WithProgress("Reading pictures", progress => ContentHash.OfFiles(
            pictures, context.Threads, ProgressWords.OfItems(progress), context.CancellationToken));
        Evaluator.RefuseTrainedSamples(pictures, pictures.Ids.Where((id, i) => trained.HasFile(id, hashes[i])));
        var sources = new SampleSources(settings, context);
        ImageSampleSource samples = sources.ForEvaluation(pictures, mirrored: false);

        NetworkDefinition definition = NetworkZoo.Create(settings.Model, settings.Classes.Length, settings.InputShape);
        using var engine = new CpuEngine(new CpuEngineOptions { Threads = context.Threads });
        using INetwork network = engine.CompileForPrediction(definition, weights, Batch);
        Predictions predictions = Predict(network, samples);
        if (mirror)
            predictions = Average(predictions, Predict(network, sources.ForEvaluation(pictures, mirrored: true)));

        var evaluated = new EvaluatedRun(settings, RunFolder.ReadHistory(run), predictions, Describe(data, contents, pictures))
        {
            Notes =
            [
                DuplicateNote.OfEvaluation(hashes.Count(trained.HasContent), pictures.Count),
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

    /// <summary>The pictures with the run's classes, by name; the data may lack some of them.</summary>
    private static ImageDataset WithClassesOf(TrainSettings settings, string data, ImageDataset pictures)
    {
        int[] counts = pictures.CountPerClass();
        string[] absent = [.. pictures.Classes.Where((_, c) => counts[c] == 0)];
        try
        {
            return LabelMap.Between(pictures.Classes, settings.Classes, drop: absent).Apply(pictures);
        }
        catch (DatasetException error)
        {
            throw new DatasetException($"{data}: does not have the run's classes: {error.Message}", error);
        }
    }
}
