using System.CommandLine;
using Fer.Cli.Console;
using Fer.Cli.Workflows;

namespace Fer.Cli.Commands;

/// <summary><c>fer evaluate RUN DATA</c>: judges a trained network on pictures that it has not seen.</summary>
internal sealed class EvaluateCommand : FerCommand
{
    private readonly Argument<string> _run = new("RUN") { Description = "The folder of a finished run." };
    private readonly Argument<string> _data = new("DATA") { Description = DataArgument.Description };
    private readonly Option<string?> _split = new("--split")
    {
        Description = "Which split of DATA; by default the one named like test or validation.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _output = new("--out")
    {
        Description = "Where the report goes; by default RUN/evaluation.",
        HelpName = "DIR",
    };

    private readonly Option<bool> _tta = new("--tta")
    {
        Description = "Test-time augmentation: average the scores of each picture and its mirror image.",
    };

    public EvaluateCommand()
        : base("evaluate", "Compute every metric of a trained network on other pictures, and write the report.")
    {
        Arguments.Add(_run);
        Arguments.Add(_data);
        Options.Add(_split);
        Options.Add(_output);
        Options.Add(_tta);
    }

    protected override void Execute(ParseResult parsed, CommandContext context)
    {
        string run = parsed.GetRequiredValue(_run);
        string output = parsed.GetValue(_output) ?? Path.Combine(run, "evaluation");
        EvaluatedRun evaluated = new EvaluateWorkflow(context).Run(
            run, parsed.GetRequiredValue(_data), parsed.GetValue(_split), output, parsed.GetValue(_tta));
        context.Print(evaluated.Result.ToText());
        foreach (string note in evaluated.Notes)
            context.Messages.Note(note);
        context.Messages.Note($"Report: {Path.Combine(output, "report.html")}");
        context.WriteJson(evaluated.Result.WriteJson);
    }
}
