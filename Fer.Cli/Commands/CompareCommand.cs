using System.CommandLine;
using Fer.Cli.Console;
using Fer.Cli.Workflows;

namespace Fer.Cli.Commands;

/// <summary><c>fer compare TRAIN.npz [TEST.npz]</c>: classical learners side by side on feature tables.</summary>
internal sealed class CompareCommand : FerCommand
{
    private readonly Argument<string> _training = new("TRAIN")
    {
        Description = "The features to learn from, an .npz file as 'fer features' writes it (or with features and labels alone).",
    };

    private readonly Argument<string?> _test = new("TEST")
    {
        Description = "The features to judge on; without them TRAIN is cross-validated.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly CompareOptions _options = new(BalanceModes.None);
    private readonly Option<bool> _vote = new("--vote") { Description = "Also let the learners vote, hard and soft." };
    private readonly Option<bool> _stack = new("--stack") { Description = "Also stack the learners under Extra Trees." };
    private readonly Option<int> _folds = new("--folds")
    {
        Description = "The folds of a cross-validation.",
        DefaultValueFactory = _ => new CompareSettings().Folds,
    };

    private readonly Option<string?> _output = new("--out")
    {
        Description = "A folder for the tables and the report; a comparison that was interrupted there is continued.",
        HelpName = "DIR",
    };

    private readonly Option<bool> _saveModels = new("--save-models")
    {
        Description = "Also write each model to DIR/models; such a comparison starts over when it was interrupted.",
    };

    public CompareCommand()
        : base("compare", "Compare classical learners, alone and together, on feature tables.")
    {
        Arguments.Add(_training);
        Arguments.Add(_test);
        Option[] options = [.. _options.All, _vote, _stack, _folds, _output, _saveModels];
        foreach (Option option in options)
            Options.Add(option);
    }

    protected override void Execute(ParseResult parsed, CommandContext context)
    {
        string training = parsed.GetRequiredValue(_training);
        string? output = parsed.GetValue(_output);
        CompareSettings settings = _options.Read(parsed, context.Seed) with
        {
            Vote = parsed.GetValue(_vote),
            Stack = parsed.GetValue(_stack),
            Folds = Folds(parsed),
            SaveModels = SaveModels(parsed, output),
        };
        var workflow = new CompareWorkflow(context);
        ComparedLearners compared = parsed.GetValue(_test) is { } test
            ? workflow.HoldOut(training, test, settings, output)
            : workflow.CrossValidate(training, settings, output);
        compared.Print(context, output);
    }

    private bool SaveModels(ParseResult parsed, string? output)
    {
        bool save = parsed.GetValue(_saveModels);
        if (save && (output is null || parsed.GetValue(_test) is null))
            throw new FerException($"{_saveModels.Name}: needs {_output.Name} and TEST; a cross-validation has several models of each.");
        return save;
    }

    private int Folds(ParseResult parsed)
    {
        int folds = AtLeastOne(_folds, parsed);
        return folds >= 2 ? folds : throw new FerException($"{_folds.Name} {folds}: give a whole number of at least 2.");
    }
}
