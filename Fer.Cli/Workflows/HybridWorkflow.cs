using Fer.Cli.Console;
using Fer.Engine;
using Fer.Preprocessing;

namespace Fer.Cli.Workflows;

/// <summary>
/// The method of Robu et al.: a network's penultimate features, balanced, given to classical learners, alone and together, with the
/// network's own softmax beside them.
/// </summary>
internal sealed class HybridWorkflow(CommandContext context)
{
    /// <summary>Runs the whole method; what an interrupted one left in the folder is continued.</summary>
    /// <param name="data">A data set with splits that <see cref="Datasets"/> understands.</param>
    /// <param name="split">Which split to judge on; null for the one named like test or validation.</param>
    /// <param name="run">A finished run whose network makes the features; null to train one.</param>
    /// <param name="network">How the network is trained, where there is no run.</param>
    /// <param name="comparison">What is compared, and how.</param>
    /// <param name="output">The folder for the run, the features, the tables and the report.</param>
    public ComparedLearners Run(
        string data, string? split, string? run, TrainSettings network, CompareSettings comparison, string output)
    {
        RefuseUnknownLearners(comparison);
        DatasetContents contents = Datasets.Open(data, context.CancellationToken);
        if (!contents.HasSplits)
            throw new DatasetException($"{data}: has no splits; put its pictures into folders train/class and test/class.");
        ImageDataset test = contents.EvaluationSplit(split).Data;
        if (run is null)
        {
            run = Path.Combine(output, "run");
            new TrainWorkflow(context).Run(data, run, network, pretrained: null, resume: Directory.Exists(run));
        }

        TrainedRun trained = TrainedRun.Load(run);
        string trainingFile = SaveFeatures(trained, data, contents.TrainingSplit().Data, Path.Combine(output, "train.npz"));
        string testFile = SaveFeatures(trained, data, test, Path.Combine(output, "test.npz"));
        return new CompareWorkflow(context).HoldOut(trainingFile, testFile, comparison, output);
    }

    /// <summary>Before a network is trained for them.</summary>
    private static void RefuseUnknownLearners(CompareSettings comparison)
    {
        using var engine = new CpuEngine(new CpuEngineOptions { Threads = 1 });
        CompareCandidates.Create(comparison, sampler: null, engine);
    }

    private string SaveFeatures(TrainedRun trained, string data, ImageDataset pictures, string path)
    {
        new FeaturesWorkflow(context).Run(trained, data, pictures).Save(path, context.CancellationToken);
        return path;
    }
}
