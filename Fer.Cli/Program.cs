using System.CommandLine;
using Fer.Cli.Commands;
using Fer.Cli.Console;

var root = new RootCommand("Facial-expression recognition: inspect and convert pictures, train networks, evaluate and use them.")
{
    new DemoCommand(),
    new InspectCommand(),
    new ConvertCommand(),
    new TrainCommand(),
    new EvaluateCommand(),
    new PredictCommand(),
    new FeaturesCommand(),
    new CompareCommand(),
    new HybridCommand(),
    new ModelsCommand(),
    new BenchmarkCommand(),
};

ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    System.Console.Error.WriteLine($"fer: {parsed.Errors[0].Message} See 'fer --help'.");
    return ExitCodes.BadInput;
}

// Ctrl-C lets the running step end and a checkpoint be written.
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
