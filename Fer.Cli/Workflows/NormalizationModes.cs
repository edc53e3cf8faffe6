using Fer.Preprocessing;

namespace Fer.Cli.Workflows;

/// <summary>Ways to normalise the values of a picture for a network.</summary>
internal static class NormalizationModes
{
    /// <summary>Values from 0 to 1, as fer trains from scratch.</summary>
    public const string None = "none";

    /// <summary>Less ImageNet's means, divided by its deviations, as torchvision's weights expect.</summary>
    public const string ImageNet = "imagenet";

    /// <summary>What a network of three channels is shown.</summary>
    public static Normalization Of(string mode) => mode == ImageNet ? Normalization.ImageNet : Normalization.None;
}
