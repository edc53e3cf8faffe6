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

    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The coefficient of the Robu et al. paper.</summary>
    public double L2 { get; init; } = 0.0003;

    public string Balance { get; init; } = BalanceModes.None;

    public bool Augment { get; init; } = true;

    public double RotationDegrees { get; init; } = 10;

    /// <summary>Width and height to resize pictures to; null to take them as they are.</summary>
    public int[]? Resize { get; init; }

    /// <summary>Epochs without a better validation loss before training stops.</summary>
    public int EarlyStoppingPatience { get; init; } = 10;

    /// <summary>Epochs without a better validation loss before the learning rate falls.</summary>
    public int PlateauPatience { get; init; } = 3;

    public double PlateauFactor { get; init; } = 0.5;

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

    /// <summary>The shape of one picture.</summary>
    [JsonIgnore]
    public TensorShape InputShape => Input is [int channels, int height, int width]
        ? new TensorShape(channels, height, width)
        : throw new FerException($"settings.json: the input [{string.Join(", ", Input)}] is not channels, height, width; train again.");
}

/// <summary>What a run was trained on.</summary>
internal sealed record DataSettings
{
    /// <summary>One hash over all pictures' names and contents.</summary>
    public string Fingerprint { get; init; } = "";

    public int Training { get; init; }

    public int Validation { get; init; }

    /// <summary>The share of the training pictures held back for model selection.</summary>
    public double ValidationFraction { get; init; } = 0.1;
}

/// <summary>Ways to treat classes of different sizes.</summary>
internal static class BalanceModes
{
    public const string None = "none";
    public const string ClassWeights = "class-weights";
}

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TrainSettings))]
internal sealed partial class TrainSettingsJson : JsonSerializerContext;
