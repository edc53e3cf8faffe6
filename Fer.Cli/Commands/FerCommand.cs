using System.CommandLine;
using Fer.Cli.Console;

namespace Fer.Cli.Commands;

/// <summary>A subcommand: adds the options that all have, and turns errors into exit codes and one clear line.</summary>
internal abstract class FerCommand : Command
{
    private readonly Option<string?> _json = new("--json")
    {
        Description = "Write the result as JSON to a file, or to standard output (-), where then nothing else is printed.",
        HelpName = "FILE",
    };

    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "The seed of everything random; the same seed gives the same bits.",
    };

    private readonly Option<int> _threads = new("--threads")
    {
        Description = "How many threads to use; results do not depend on it.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private readonly Option<bool> _quiet = new("--quiet") { Description = "No progress and no notes on standard error." };

    protected FerCommand(string name, string description)
        : base(name, description)
    {
        Options.Add(_json);
        Options.Add(_seed);
        Options.Add(_threads);
        Options.Add(_quiet);
        SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), CancellationToken.None));
    }

    /// <summary>Does the command's work.</summary>
    /// <exception cref="FerException">The input is bad; the message says what and how to mend it.</exception>
    protected abstract void Execute(ParseResult parsed, CommandContext context);

    /// <summary>A whole number of at least 1, as most numbers are.</summary>
    /// <exception cref="FerException">It is less.</exception>
    protected static int AtLeastOne(Option<int> option, ParseResult parsed)
    {
        int value = parsed.GetValue(option);
        return value >= 1 ? value : throw new FerException($"{option.Name} {value}: give a whole number of at least 1.");
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        try
        {
            int threads = parsed.GetValue(_threads);
            if (threads is < 1 or > 1024)
                throw new FerException($"--threads {threads}: give a number from 1 to 1024.");
            var messages = new MessageConsole(parsed.GetValue(_quiet));
            Execute(parsed, new CommandContext(parsed.GetValue(_seed), threads, parsed.GetValue(_json), messages, cancellation));
            return ExitCodes.Done;
        }
        catch (Exception error) when (error is FerException or IOException or UnauthorizedAccessException)
        {
            MessageConsole.Error(error.Message);
            return ExitCodes.BadInput;
        }
        catch (OperationCanceledException)
        {
            MessageConsole.Error("cancelled.");
            return ExitCodes.Cancelled;
        }
    }
}
