using System.CommandLine;
using Fer.Cli.Console;
using Fer.Cli.Workflows;

namespace Fer.Cli.Commands;

/// <summary><c>fer predict (RUN | --model NAME --weights FILE) IMAGE...</c>: what a trained network says of pictures.</summary>
internal sealed class PredictCommand : FerCommand
{
    private readonly Argument<string[]> _arguments = new("RUN IMAGE")
    {
        Description = "The folder of a finished run (not with --weights), then the pictures.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _weights = new("--weights")
    {
        Description = "Predict with a weights file (safetensors or PyTorch) instead of a run. Pictures are resized, scaled to 0..1 and "
            + "normalised with ImageNet's means and deviations, unless fer wrote the file on others or the network takes grey pictures.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _model = new("--model")
    {
        Description = "The network that the weights are for; needed if the file does not say.",
        HelpName = "NAME",
    };

    private readonly Option<int?> _classes = new("--classes")
    {
        Description = "The number of classes; by default that of the file.",
        HelpName = "N",
    };

    private readonly Option<string?> _size = new("--size")
    {
        Description = "The size to resize pictures to (N or WxH); by default the file's or the network's published one.",
        HelpName = "N",
    };

    private readonly Option<string?> _normalization = TransferOptions.CreateNormalization();

    public PredictCommand()
        : base("predict", "Show pictures to a trained network.")
    {
        Arguments.Add(_arguments);
        Option[] options = [_weights, _model, _classes, _size, _normalization];
        foreach (Option option in options)
            Options.Add(option);
    }

    protected override void Execute(ParseResult parsed, CommandContext context)
    {
        string[] arguments = parsed.GetRequiredValue(_arguments);
        PredictedPictures predicted = parsed.GetValue(_weights) is { } file
            ? WithWeights(file, arguments, parsed, context)
            : WithRun(arguments, parsed, context);
        context.Print(predicted.ToText());
        context.WriteJson(predicted.WriteJson);
    }

    private PredictedPictures WithRun(string[] arguments, ParseResult parsed, CommandContext context)
    {
        Option[] others = [_model, _classes, _size, _normalization];
        if (others.FirstOrDefault(option => parsed.GetResult(option) is not null) is { } option)
            throw new FerException($"{option.Name}: goes with --weights FILE; a run's settings say this for themselves.");
        return arguments is [var run, .. { Length: > 0 } files]
            ? new PredictWorkflow(context).FromRun(run, files)
            : throw new FerException(
                $"'{arguments[0]}' is taken for the run; give the pictures behind it, or a weights file with --weights.");
    }

    private PredictedPictures WithWeights(string file, string[] pictures, ParseResult parsed, CommandContext context)
    {
        int? classes = parsed.GetValue(_classes);
        if (classes < 1)
            throw new FerException($"{_classes.Name} {classes}: give a whole number of at least 1.");
        return new PredictWorkflow(context).FromWeights(
            PretrainedWeights.Read(file), parsed.GetValue(_model), classes, WidthByHeight.Parse(parsed, _size),
            parsed.GetValue(_normalization), pictures);
    }
}
