using System.CommandLine;
using Fer.Cli.Console;
using Fer.Cli.Workflows;

namespace Fer.Cli.Commands;

/// <summary><c>fer hybrid DATA --out DIR</c>: the method of Robu et al. from pictures to the table of their Tables III and IV.</summary>
internal sealed class HybridCommand : FerCommand
{
    private readonly Argument<string> _data = new("DATA") { Description = $"{DataArgument.Description} It must have splits." };
    private readonly Option<string> _output = new("--out")
    {
        Description = "The folder for the run, the features, the tables and the report; one that was interrupted is continued.",
        Required = true,
        HelpName = "DIR",
    };

    private readonly Option<string?> _run = new("--run")
    {
        Description = "A finished run whose network makes the features; by default ferd-cnn is trained as in the paper.",
        HelpName = "RUN",
    };

    private readonly Option<int> _epochs = new("--epochs")
    {
        Description = "The most passes over the data, where a network is trained.",
        DefaultValueFactory = _ => new TrainSettings().Epochs,
    };

    private readonly Option<string?> _split = new("--split")
    {
        Description = "Which split to judge on; by default the one named like test or validation.",
        HelpName = "NAME",
    };

    private readonly CompareOptions _options = new(BalanceModes.Smote);

    public HybridCommand()
        : base("hybrid", "Train a network, give its features to classical learners, alone, voting and stacked: one table.")
    {
        Arguments.Add(_data);
        Option[] options = [_output, _run, _epochs, _split, .. _options.All];
        foreach (Option option in options)
            Options.Add(option);
    }

    protected override void Execute(ParseResult parsed, CommandContext context)
    {
        string output = parsed.GetRequiredValue(_output);
        var network = new TrainSettings
        {
            Epochs = AtLeastOne(_epochs, parsed),
            Balance = BalanceModes.ClassWeights,
            Seed = context.Seed,
        };
        CompareSettings comparison = _options.Read(parsed, context.Seed) with { Vote = true, Stack = true };
        new HybridWorkflow(context)
            .Run(parsed.GetRequiredValue(_data), parsed.GetValue(_split), parsed.GetValue(_run), network, comparison, output)
            .Print(context, output);
    }
}
