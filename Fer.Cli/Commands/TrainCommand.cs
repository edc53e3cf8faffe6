using System.CommandLine;
using Fer.Cli.Console;
using Fer.Cli.Workflows;
using Fer.Engine;
using Fer.Models;

namespace Fer.Cli.Commands;

/// <summary><c>fer train DATA --out RUN</c>: trains a network on a folder of pictures.</summary>
internal sealed class TrainCommand : FerCommand
{
    private static readonly TrainSettings Defaults = new();

    private readonly Argument<string> _data = new("DATA")
    {
        Description = $"{DataArgument.Description} Of splits, train is used.",
    };

    private readonly Option<string> _run = new("--out")
    {
        Description = "The run folder to make, or to continue with --resume.",
        Required = true,
        HelpName = "RUN",
    };

    private readonly Option<string> _model = Setting("--model", $"The network: {string.Join(", ", NetworkZoo.Names)}.", Defaults.Model);
    private readonly Option<int> _epochs = Setting("--epochs", "The most passes over the data.", Defaults.Epochs);
    private readonly Option<int> _batch = Setting("--batch", "The pictures per step.", Defaults.Batch);
    private readonly Option<double> _learningRate = Setting("--learning-rate", "Adam's first learning rate.", Defaults.LearningRate);
    private readonly Option<double> _l2 = Setting("--l2", "The L2 coefficient on kernels.", Defaults.L2);
    private readonly Option<double> _labelSmoothing = Setting(
        "--label-smoothing", "The share of each target that is spread over all classes.", Defaults.LabelSmoothing);
    private readonly Option<string> _balance = Setting(
        "--balance",
        "What to do about classes of different sizes: nothing, weigh the loss, or add or take out pictures of the training part: "
        + "drawn at random, or made between neighbours by SMOTE on pixels.",
        Defaults.Balance);
    private readonly Option<double> _validation = Setting(
        "--validation", "The share of the pictures held back for model selection.", Defaults.Data.ValidationFraction);
    private readonly Option<int> _patience = Setting(
        "--patience", "Epochs without a better validation loss before training stops.", Defaults.EarlyStoppingPatience);
    private readonly Option<int> _plateau = Setting(
        "--plateau-patience", "Epochs without a better validation loss before the learning rate is halved.", Defaults.PlateauPatience);
    private readonly Option<string?> _size = new("--size")
    {
        Description = "Resize all pictures; without it they must be of one size.",
        HelpName = "WxH",
    };

    private readonly Option<bool> _color = new("--color") { Description = "Keep the pictures' colours; without it they are turned grey." };
    private readonly ClaheOptionGroup _clahe = new();
    private readonly Option<string> _augment = Setting(
        "--augment", $"How pictures are varied while training, with commas between: {string.Join(", ", TrainingAugmentations.Names)}.",
        string.Join(',', Defaults.Augmentations));
    private readonly Option<string?> _augmentClasses = new("--augment-classes")
    {
        Description = "Vary the pictures of these classes only, with commas between them.",
        HelpName = "NAMES",
    };

    private readonly Option<double> _mixUp = Setting("--mixup", "Mix pictures of a batch: mixup's alpha, 0 for none.", Defaults.MixUp);
    private readonly Option<double> _cutMix = Setting(
        "--cutmix", "Paste parts of pictures into others: CutMix's alpha, 0 for none.", Defaults.CutMix);
    private readonly Option<bool> _noAugment = new("--no-augment")
    {
        Description = "Do not vary pictures while training; as with --freeze 1, where features are computed once.",
    };

    private readonly TransferOptions _transfer = new();
    private readonly Option<string> _engine = Setting(
        "--engine",
        "What trains. To compare with: cpu-direct has no Winograd kernels, cpu-reference no vectors either. The torch engines take a "
        + "build of the command with TorchSharp.",
        Engines.Cpu);
    private readonly Option<bool> _resume = new("--resume") { Description = "Continue the run in the folder." };

    private readonly Option<bool> _profile = new("--profile")
    {
        Description = "Show where the time goes, operation by operation, and write RUN/trace.json for chrome://tracing or Perfetto.",
    };

    public TrainCommand()
        : base("train", "Train a network on a folder of pictures; evaluate it on a held-back part.")
    {
        _balance.AcceptOnlyFromAmong(
            BalanceModes.None, BalanceModes.ClassWeights, BalanceModes.Undersample, BalanceModes.Oversample, BalanceModes.Smote);
        _engine.AcceptOnlyFromAmong(Engines.Names);
        Arguments.Add(_data);
        Option[] options =
        [
            _run, _model, .. _transfer.All, _epochs, _batch, _learningRate, _l2, _labelSmoothing, _balance, _validation,
            _patience, _plateau, _size, _color, .. _clahe.All, _augment, _augmentClasses, _noAugment, _mixUp, _cutMix,
            _engine, _resume, _profile,
        ];
        foreach (Option option in options)
            Options.Add(option);
    }

    protected override void Execute(ParseResult parsed, CommandContext context)
    {
        string run = parsed.GetRequiredValue(_run);
        Engines.ThrowIfNotThere(parsed.GetRequiredValue(_engine));
        PretrainedWeights? weights = _transfer.ReadWeights(parsed);
        EngineProfiler? profiler = parsed.GetValue(_profile) ? new EngineProfiler() : null;
        EvaluatedRun evaluated = new TrainWorkflow(context, profiler).Run(
            parsed.GetRequiredValue(_data), run, Settings(parsed, weights, context), weights, parsed.GetValue(_resume));
        context.Print(evaluated.Result.ToText());
        if (profiler is not null)
        {
            context.Print(ProfileReport.ToText(profiler));
            AtomicFile.Write(Path.Combine(run, "trace.json"), stream => ProfileReport.WriteTrace(profiler, stream));
        }

        context.Messages.Note($"Report: {Path.Combine(run, "report.html")}");
        context.WriteJson(evaluated.Result.WriteJson);
    }

    private TrainSettings Settings(ParseResult parsed, PretrainedWeights? weights, CommandContext context)
    {
        string model = Model(parsed, weights);
        TransferSettings transfer = _transfer.Read(parsed, model, weights);
        double learningRate = parsed.GetValue(_learningRate), l2 = parsed.GetValue(_l2);
        double validation = parsed.GetValue(_validation), labelSmoothing = parsed.GetValue(_labelSmoothing);
        if (!(learningRate > 0 && double.IsFinite(learningRate)))
            throw new FerException($"--learning-rate {learningRate}: give a number above 0.");
        if (!(l2 >= 0 && double.IsFinite(l2)))
            throw new FerException($"--l2 {l2}: give a number of at least 0.");
        if (!(validation is > 0 and < 1))
            throw new FerException($"--validation {validation}: give a share between 0 and 1.");
        if (!(labelSmoothing is >= 0 and < 1))
            throw new FerException($"--label-smoothing {labelSmoothing}: give a share from 0 to less than 1.");
        return new TrainSettings
        {
            Model = model,
            Engine = parsed.GetRequiredValue(_engine),
            Epochs = AtLeastOne(_epochs, parsed),
            Batch = AtLeastOne(_batch, parsed),
            LearningRate = learningRate,
            L2 = l2,
            LabelSmoothing = labelSmoothing,
            Balance = parsed.GetRequiredValue(_balance),
            Augment = !parsed.GetValue(_noAugment) && !transfer.TrainsHeadAlone,
            Augmentations = TrainingAugmentations.Parse(parsed.GetRequiredValue(_augment)),
            AugmentedClasses = parsed.GetValue(_augmentClasses)?.Split(',', StringSplitOptions.TrimEntries),
            MixUp = Alpha(_mixUp, parsed),
            CutMix = Alpha(_cutMix, parsed),
            Color = parsed.GetValue(_color),
            Resize = WidthByHeight.Parse(parsed, _size),
            Clahe = _clahe.Read(parsed),
            EarlyStoppingPatience = AtLeastOne(_patience, parsed),
            PlateauPatience = AtLeastOne(_plateau, parsed),
            Transfer = transfer,
            Seed = context.Seed,
            Data = new DataSettings { ValidationFraction = validation },
        };
    }

    /// <summary>The network that was named, or else the one that the weights name.</summary>
    private string Model(ParseResult parsed, PretrainedWeights? weights) =>
        parsed.GetResult(_model) is { Implicit: true } && weights?.Metadata?.Model is { } model ? model : parsed.GetRequiredValue(_model);

    private static double Alpha(Option<double> option, ParseResult parsed)
    {
        double alpha = parsed.GetValue(option);
        return alpha >= 0 && double.IsFinite(alpha)
            ? alpha
            : throw new FerException($"{option.Name} {alpha}: give a number of at least 0.");
    }

    private static Option<T> Setting<T>(string name, string description, T byDefault) =>
        new(name) { Description = description, DefaultValueFactory = _ => byDefault };
}
