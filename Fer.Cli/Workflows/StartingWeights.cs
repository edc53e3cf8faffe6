using Fer.Cli.Console;
using Fer.Models;

namespace Fer.Cli.Workflows;

/// <summary>The weights that training starts from: drawn at random, or a file's, fitted to the network and the pictures.</summary>
internal static class StartingWeights
{
    /// <summary>Draws or fits the weights, and says what was done to a file's.</summary>
    /// <exception cref="TensorFileException">The file's weights do not fit the network.</exception>
    public static IReadOnlyDictionary<string, Tensor> Create(
        NetworkDefinition network, PretrainedWeights? pretrained, TrainSettings settings, MessageConsole messages)
    {
        if (pretrained is null)
            return WeightInitializer.Initialize(network, settings.Seed);
        LoadedWeights loaded = WeightLoader.Fit(network, WithoutForeignHead(network, pretrained, settings), new WeightLoadingOptions
        {
            File = pretrained.File,
            ReinitializeHead = true,
            Seed = settings.Seed,
            SumInputChannels = true,
            FoldNormalization = !settings.Color && settings.Transfer.Normalization == NormalizationModes.ImageNet
                ? ChannelNormalization.ImageNet
                : null,
        });
        messages.Note($"Starting from {pretrained.File}.");
        if (loaded.Reinitialized.Count > 0)
            messages.Note($"The head is for other classes there and drawn anew: {string.Join(", ", loaded.Reinitialized)}.");
        if (loaded.Adapted.Count > 0)
            messages.Note($"Fitted to grey pictures with values from 0 to 1: {string.Join(", ", loaded.Adapted)}.");
        return loaded.Tensors;
    }

    /// <summary>A head for as many classes, but other ones, is as foreign as one for more or fewer.</summary>
    private static Dictionary<string, Tensor> WithoutForeignHead(
        NetworkDefinition network, PretrainedWeights pretrained, TrainSettings settings)
    {
        int head = FreezeRatio.Head(network);
        bool isForeign = pretrained.Metadata is { } metadata && !metadata.Classes.SequenceEqual(settings.Classes, StringComparer.Ordinal);
        return pretrained.Tensors
            .Where(pair => !isForeign || !network.Parameters.Any(parameter => parameter.Node == head && parameter.Name == pair.Key))
            .ToDictionary(StringComparer.Ordinal);
    }
}
