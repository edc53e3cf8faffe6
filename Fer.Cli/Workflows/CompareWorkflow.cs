using Fer.Cli.Console;
using Fer.Engine;
using Fer.Evaluation;
using Fer.Ml;

namespace Fer.Cli.Workflows;

/// <summary>Feature tables -> learners, alone and together -> one table.</summary>
internal sealed class CompareWorkflow(CommandContext context)
{
    /// <summary>Compares learners on a test table.</summary>
    /// <param name="trainingFile">The features to learn from.</param>
    /// <param name="testFile">The features to judge on.</param>
    /// <param name="settings">What is compared, and how.</param>
    /// <param name="output">The folder for tables, report and models; null for none.</param>
    public ComparedLearners HoldOut(string trainingFile, string testFile, CompareSettings settings, string? output)
    {
        ComparedTables tables = ComparedTables.Load(trainingFile, testFile, settings.WithoutCopies, context.CancellationToken);
        (TrainingSplit<FeatureTable> training, EvaluationSplit<FeatureTable> test) = tables.Splits;
        context.Messages.Note(
            $"{training.Data.Count} rows of {training.Data.Columns} features to learn from, {test.Data.Count} to judge on.");
        using CpuEngine engine = CreateEngine();
        ModelComparison comparison = Prepare(training.Data, settings, engine, output) with
        {
            Baselines = tables.Baseline is { } baseline ? [baseline] : [],
        };
        ComparisonResult result = new LeaderboardView(context.Messages).Show(
            progress => comparison.HoldOut(tables.Splits, progress, context.CancellationToken));
        return Save(new ComparedLearners(settings, result, [CopiesNote(tables.Copies, settings.WithoutCopies)]), output);
    }

    /// <summary>Compares learners by cross-validation.</summary>
    /// <param name="file">The features.</param>
    /// <param name="settings">What is compared, and how.</param>
    /// <param name="output">The folder for tables and report; null for none.</param>
    public ComparedLearners CrossValidate(string file, CompareSettings settings, string? output)
    {
        var training = new TrainingSplit<FeatureTable>(FeatureFile.Read(file, cancellationToken: context.CancellationToken));
        context.Messages.Note($"{training.Data.Count} rows of {training.Data.Columns} features in {settings.Folds} folds.");
        using CpuEngine engine = CreateEngine();
        ModelComparison comparison = Prepare(training.Data, settings, engine, output);
        CrossValidationFolds folds = CrossValidationFolds.Stratified(training.Data, settings.Folds, settings.Seed);
        ComparisonResult result = new LeaderboardView(context.Messages).Show(
            progress => comparison.CrossValidate(training, folds, progress, context.CancellationToken));
        return Save(new ComparedLearners(settings, result, []), output);
    }

    private CpuEngine CreateEngine() => new(new CpuEngineOptions { Threads = context.Threads });

    private ModelComparison Prepare(FeatureTable training, CompareSettings settings, IEngine engine, string? output)
    {
        ISampler? sampler = ClassBalancing.CreateSampler(settings.Balance, training, settings.Seed, context.Threads);
        return new ModelComparison(CompareCandidates.Create(settings, sampler, engine), new ClassificationScorer(settings.Average))
        {
            Sampler = sampler,
            SortBy = settings.SortBy,
            Threads = context.Threads,
            KeepModels = settings.SaveModels,
            LeaderboardPath = output is null || settings.SaveModels ? null : Path.Combine(output, "leaderboard.jsonl"),
        };
    }

    private static ComparedLearners Save(ComparedLearners compared, string? output)
    {
        if (output is not null)
            compared.Save(output);
        return compared;
    }

    private static string CopiesNote(int copies, bool left) => (copies, left) switch
    {
        (0, _) => "No test row equals a training row.",
        (_, true) => $"{copies} test rows that equal a training row in every feature, as copies of a picture do, are left out.",
        _ => $"{copies} test rows equal a training row in every feature, as copies of a picture do; the figures include them.",
    };
}
