using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fer.Cli.Workflows;

/// <summary>
/// Everything that decides the outcome of a training run; a run's <c>settings.json</c>. The number of threads is not among
/// it, nor where the data lies: neither changes a bit.
/// </summary>
internal sealed record TrainSettings
{
    public string Model { get; init; } = Models.FerdCnn.Name;

    /// <summary>Channels, height, width.</summary>
    public int[] Input { get; init; } = [];

    public string[] Classes { get; init; } = [];

    public DataSettings Data { get; init; } = new();

    public int Epochs { get; init; } = 40;

    public int Batch { get; init; } = 64;

    /// <summary>What trains; other kernels round differently, so it belongs to what makes the same bits.</summary>
    public string Engine { get; init; } = Engines.Cpu;

    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The coefficient of the Robu et al. paper.</summary>
    public double L2 { get; init; } = 0.0003;

    /// <summary>The share of each target that is spread over all classes.</summary>
    public double LabelSmoothing { get; init; }

    public string Balance { get; init; } = BalanceModes.None;

    public bool Augment { get; init; } = true;

    /// <summary>The variations of a picture, in order.</summary>
    public string[] Augmentations { get; init; } = ["flip", "rotate"];

    /// <summary>The classes whose pictures are varied; null for all.</summary>
    public string[]? AugmentedClasses { get; init; }

    /// <summary>The alpha of mixup; 0 for none.</summary>
    public double MixUp { get; init; }

    /// <summary>The alpha of CutMix; 0 for none.</summary>
    public double CutMix { get; init; }

    public double RotationDegrees { get; init; } = 10;

    /// <summary>Whether pictures keep their colours; else they are turned grey.</summary>
    public bool Color { get; init; }

    /// <summary>Width and height to resize pictures to; null to take them as they are.</summary>
    public int[]? Resize { get; init; }

    /// <summary>How the contrast of every picture is equalised, after resizing; null to leave it.</summary>
    public ClaheSettings? Clahe { get; init; }

    /// <summary>Epochs without a better validation loss before training stops.</summary>
    public int EarlyStoppingPatience { get; init; } = 10;

    /// <summary>Epochs without a better validation loss before the learning rate falls.</summary>
    public int PlateauPatience { get; init; } = 3;

    public double PlateauFactor { get; init; } = 0.5;

    public TransferSettings Transfer { get; init; } = new();

    public ulong Seed { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, TrainSettingsJson.Default.TrainSettings) + "\n";

    /// <summary>Reads the settings of a run folder.</summary>
    public static TrainSettings Load(string run)
    {
        try
        {
            return JsonSerializer.Deserialize(Training.RunFolder.ReadSettings(run), TrainSettingsJson.Default.TrainSettings)
                ?? throw new FerException($"{run}: settings.json is empty; train again into a new folder.");
        }
        catch (JsonException error)
        {
            throw new FerException($"{run}: settings.json is not that of a training run: {error.Message}", error);
        }
    }

    /// <summary>
    /// How the pictures' values are normalised: colour pictures as the weights that training starts from expect it. For grey
    /// pictures it is folded into these weights.
    /// </summary>
    [JsonIgnore]
    public string Normalization => Color ? Transfer.Normalization : NormalizationModes.None;

    /// <summary>The shape of one picture.</summary>
    [JsonIgnore]
    public TensorShape InputShape => Input is [int channels, int height, int width]
        ? new TensorShape(channels, height, width)
        : throw new FerException($"settings.json: the input [{string.Join(", ", Input)}] is not channels, height, width; train again.");
}

/// <summary>What a network starts from, and which part of it learns.</summary>
internal sealed record TransferSettings
{
    /// <summary>The SHA-256 of the weights file; null for a random start.</summary>
    public string? Weights { get; init; }

    /// <summary>How the pictures that these weights were trained on were normalised.</summary>
    public string Normalization { get; init; } = NormalizationModes.None;

    /// <summary>The share of the weight layers before the head that does not learn.</summary>
    public double Freeze { get; init; }

    /// <summary>The learning rate of all layers but the head, as a factor of the head's.</summary>
    public double BackboneLearningRate { get; init; } = 1;

    /// <summary>After how many epochs, each time, the next frozen layers begin to learn; null for never.</summary>
    public int? UnfreezeEvery { get; init; }

    /// <summary>Whether all but the head stays frozen, so that each picture's features are the same in every epoch.</summary>
    [JsonIgnore]
    public bool TrainsHeadAlone => Freeze == 1 && UnfreezeEvery is null;
}

/// <summary>What a run was trained on.</summary>
internal sealed record DataSettings
{
    /// <summary>One hash over all pictures' names and contents.</summary>
    public string Fingerprint { get; init; } = "";

    public int Training { get; init; }

    public int Validation { get; init; }

    /// <summary>The training pictures of each class.</summary>
    public int[] TrainingPerClass { get; init; } = [];

    /// <summary>The same after balancing; null where no pictures were added or taken out.</summary>
    public int[]? BalancedPerClass { get; init; }

    /// <summary>The share of the training pictures held back for model selection.</summary>
    public double ValidationFraction { get; init; } = 0.1;
}

/// <summary>Ways to treat classes of different sizes.</summary>
internal static class BalanceModes
{
    public const string None = "none";

    /// <summary>The loss weighs rare classes more.</summary>
    public const string ClassWeights = "class-weights";

    /// <summary>As many pictures of each class as of the smallest, drawn at random.</summary>
    public const string Undersample = "undersample";

    /// <summary>As many of each class as of the largest, pictures drawn at random again.</summary>
    public const string Oversample = "oversample";

    /// <summary>As many of each class as of the largest, new pictures between neighbours.</summary>
    public const string Smote = "smote";
}

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TrainSettings))]
internal sealed partial class TrainSettingsJson : JsonSerializerContext;
