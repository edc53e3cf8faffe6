using Fer.Cli.Console;
using Fer.Engine;
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
    /// <param name="data">A folder class/picture or split/class/picture.</param>
    /// <param name="split">Which split of it; null for the one named like test or validation.</param>
    /// <param name="output">Where the report and figures go.</param>
    public EvaluatedRun Run(string run, string data, string? split, string output)
    {
        TrainSettings settings = TrainSettings.Load(run);
        IReadOnlyDictionary<string, Tensor> weights = RunFolder.ReadWeights(run, new Safetensors()).Tensors;
        SampleList trained = SampleList.Load(Path.Combine(run, SampleList.FileName));

        ImageDataset pictures = WithClassesOf(settings, data, ImageFolder.Load(data, context.CancellationToken).EvaluationSplit(split).Data);
        string[] hashes = context.Messages.WithProgress("Reading pictures", progress => ContentHash.OfFiles(
            pictures, context.Threads, ProgressWords.OfItems(progress), context.CancellationToken));
        ImageSampleSource samples = new SampleSources(settings, context).ForEvaluation(pictures, settings.InputShape);

        NetworkDefinition definition = NetworkZoo.Create(settings.Model, settings.Classes.Length, settings.InputShape);
        using var engine = new CpuEngine(new CpuEngineOptions { Threads = context.Threads });
        using INetwork network = engine.CompileForPrediction(definition, weights, Batch);
        Predictions predictions = context.Messages.WithProgress("Evaluating", progress => Predictor.Predict(
            network, samples, ProgressWords.OfPrediction(progress), context.CancellationToken));

        var evaluated = new EvaluatedRun(settings, RunFolder.ReadHistory(run), predictions, $"the split '{split ?? "default"}' of {Path.GetFileName(Path.GetFullPath(data))}")
        {
            TrainedIds = [.. pictures.Ids.Where((id, i) => trained.HasFile(id, hashes[i]))],
            Notes = [DuplicateNote.OfEvaluation(hashes.Count(trained.HasContent), pictures.Count)],
            Picture = i => samples.Picture(i),
        };
        evaluated.Save(output);
        return evaluated;
    }

    /// <summary>The pictures with the run's classes; the data may lack some of them.</summary>
    private static ImageDataset WithClassesOf(TrainSettings settings, string data, ImageDataset pictures)
    {
        int[] labels = [.. pictures.Classes.Select(name => Array.IndexOf(settings.Classes, name))];
        int[] counts = pictures.CountPerClass();
        int unknown = Enumerable.Range(0, labels.Length).FirstOrDefault(c => labels[c] < 0 && counts[c] > 0, -1);
        if (unknown >= 0)
        {
            throw new DatasetException(
                $"{data}: the run does not know the class '{pictures.Classes[unknown]}'; it knows {string.Join(", ", settings.Classes)}.");
        }

        return new ImageDataset(settings.Classes, [.. pictures.Labels.Select(label => labels[label])], pictures.Ids, pictures.Files);
    }
}
