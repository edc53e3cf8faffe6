using System.CommandLine;
using Fer.Cli.Workflows;
using Fer.Models;

namespace Fer.Cli.Commands;

/// <summary>The options of <c>fer train</c> that say what the network starts from and which part of it learns.</summary>
internal sealed class TransferOptions
{
    private readonly Option<string?> _weights = new("--weights")
    {
        Description = "Start from these weights: a safetensors or PyTorch file, or the folder of a finished run. "
            + "A head for other classes is drawn anew.",
        HelpName = "FILE",
    };

    private readonly Option<double> _freeze = new("--freeze")
    {
        Description = "The share of the weight layers before the head that does not learn, from the network's beginning on: "
            + "0 none (without --weights: from scratch), 0.3 partially frozen, 1 all but the head (pre-trained and frozen). "
            + "'fer models --freeze' shows what that is.",
        HelpName = "R",
    };

    private readonly Option<double> _backboneLearningRate = new("--backbone-learning-rate")
    {
        Description = "The learning rate of all layers but the head, as a factor of the head's.",
        DefaultValueFactory = _ => 1,
        HelpName = "F",
    };

    private readonly Option<int?> _unfreezeEvery = new("--unfreeze-every")
    {
        Description = "Each time after so many epochs, let the next quarter of the weight layers learn, from the head backwards.",
        HelpName = "N",
    };

    private readonly Option<string?> _normalization = CreateNormalization();

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> All => [_weights, _freeze, _backboneLearningRate, _unfreezeEvery, _normalization];

    /// <summary>The option that says how the pictures that weights were trained on were normalised.</summary>
    public static Option<string?> CreateNormalization()
    {
        var option = new Option<string?>("--normalization")
        {
            Description = "How the pictures that the weights were trained on were normalised; by default as a file of fer's says, "
                + "and imagenet for other files that take colour pictures.",
            HelpName = $"{NormalizationModes.None}|{NormalizationModes.ImageNet}",
        };
        option.AcceptOnlyFromAmong(NormalizationModes.None, NormalizationModes.ImageNet);
        return option;
    }

    /// <summary>Reads the weights that were asked for; null for a random start.</summary>
    public PretrainedWeights? ReadWeights(ParseResult parsed) =>
        parsed.GetValue(_weights) is { } file ? PretrainedWeights.Read(file) : null;

    /// <summary>Reads the settings.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="model">The network's name.</param>
    /// <param name="weights">The weights that were asked for.</param>
    /// <exception cref="FerException">A value is out of its range, or makes no sense without another.</exception>
    public TransferSettings Read(ParseResult parsed, string model, PretrainedWeights? weights)
    {
        double freeze = parsed.GetValue(_freeze), factor = parsed.GetValue(_backboneLearningRate);
        int? unfreezeEvery = parsed.GetValue(_unfreezeEvery);
        string? normalization = parsed.GetValue(_normalization);
        if (!(freeze is >= 0 and <= 1))
            throw new FerException($"--freeze {freeze}: give a share from 0 to 1.");
        if (!(factor > 0 && double.IsFinite(factor)))
            throw new FerException($"--backbone-learning-rate {factor}: give a number above 0.");
        if (unfreezeEvery < 1)
            throw new FerException($"--unfreeze-every {unfreezeEvery}: give a whole number of at least 1.");
        if (unfreezeEvery is not null && freeze == 0)
            throw new FerException($"--unfreeze-every {unfreezeEvery}: nothing is frozen; give --freeze a share above 0.");
        if (weights is null && freeze > 0)
            throw new FerException($"--freeze {freeze}: layers that start at random and stay so learn nothing; give --weights FILE.");
        if (weights is null && normalization is not null)
            throw new FerException($"--normalization {normalization}: says how weights were trained; give --weights FILE.");
        return new TransferSettings
        {
            Weights = weights?.Sha256(),
            Normalization = normalization ?? weights?.Normalization(NetworkZoo.Create(model, classes: 1000)) ?? NormalizationModes.None,
            Freeze = freeze,
            BackboneLearningRate = factor,
            UnfreezeEvery = unfreezeEvery,
        };
    }
}
