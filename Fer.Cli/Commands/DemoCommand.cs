using System.CommandLine;
using Fer.Cli.Console;
using Fer.Cli.Demo;
using Fer.Cli.Workflows;
using Fer.Preprocessing;

namespace Fer.Cli.Commands;

/// <summary><c>fer demo</c>: the main job on faces that it draws itself: train, evaluate, report.</summary>
internal sealed class DemoCommand : FerCommand
{
    private const int TrainingFaces = 2400;
    private const int EvaluationFacesPerClass = 60;

    private readonly Option<string> _output = new("--out")
    {
        Description = "The folder for the faces and the run; one that an interrupted demo left is continued.",
        DefaultValueFactory = _ => "demo",
        HelpName = "DIR",
    };

    public DemoCommand()
        : base("demo", "Draw faces, train ferd-cnn on them, evaluate it on others, write the report.")
    {
        Options.Add(_output);
    }

    protected override void Execute(ParseResult parsed, CommandContext context)
    {
        string output = parsed.GetRequiredValue(_output);
        string data = Path.Combine(output, "data"), run = Path.Combine(output, "run"), evaluation = Path.Combine(run, "evaluation");
        RefuseOtherSeed(output, run, context);
        DrawFaces(data, context);
        new TrainWorkflow(context).Run(data, run, Settings(context), pretrained: null, resume: true);
        EvaluatedRun evaluated = new EvaluateWorkflow(context).Run(run, data, split: "test", evaluation, mirror: false);
        context.Print(evaluated.Result.ToText());
        context.Messages.Note($"Report: {Path.Combine(evaluation, "report.html")}");
        context.WriteJson(evaluated.Result.WriteJson);
    }

    /// <summary>Before the faces of an earlier demo are drawn over.</summary>
    private static void RefuseOtherSeed(string output, string run, CommandContext context)
    {
        if (File.Exists(Path.Combine(run, "settings.json")) && TrainSettings.Load(run).Seed is var seed && seed != context.Seed)
            throw new FerException($"{output}: holds a demo with seed {seed}, not {context.Seed}; choose another folder with --out.");
    }

    private static void DrawFaces(string folder, CommandContext context)
    {
        IReadOnlyDictionary<Expression, int> training = DemoData.Fer2013Counts(TrainingFaces);
        IReadOnlyDictionary<Expression, int> evaluation = DemoData.EqualCounts(EvaluationFacesPerClass);
        int total = training.Values.Sum() + evaluation.Values.Sum();
        context.Messages.Note($"Drawing {total} faces into {folder}.");
        context.Messages.WithProgress("Drawing faces", progress =>
        {
            IProgress<int>? faces = progress is null
                ? null
                : new DelegateProgress<int>(done => progress.Report(new WorkProgress(done, total, "")));
            DemoData.Write(folder, training, evaluation, context.Seed, new PngEncoder(), faces, context.CancellationToken);
            return total;
        });
    }

    /// <summary>Few faces and little time: small batches, so that there are steps enough, and class weights for the rare disgust.</summary>
    private static TrainSettings Settings(CommandContext context) => new()
    {
        Epochs = 10,
        Batch = 32,
        Balance = BalanceModes.ClassWeights,
        Seed = context.Seed,
    };
}
