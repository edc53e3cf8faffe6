using System.Globalization;

namespace Fer.Cli.Workflows;

/// <summary>What a weights file written by fer says of itself.</summary>
/// <param name="Model">The network's name in the zoo.</param>
/// <param name="Classes">The class names.</param>
/// <param name="Input">The shape of one picture.</param>
/// <param name="Normalization">How the values of its pictures are normalised, one of <see cref="NormalizationModes"/>.</param>
/// <param name="Clahe">How its pictures are equalised; null if they are not.</param>
internal sealed record WeightsMetadata(
    string Model, string[] Classes, TensorShape Input, string Normalization, ClaheSettings? Clahe = null)
{
    private const string ClaheKey = "clahe";

    /// <summary>As strings to keep in a weights file.</summary>
    public Dictionary<string, string> ToDictionary()
    {
        var strings = new Dictionary<string, string>
        {
            ["model"] = Model,
            ["classes"] = string.Join(",", Classes),
            ["input"] = Input.ToString(),
            ["normalization"] = Normalization,
        };
        if (Clahe is not null)
            strings.Add(ClaheKey, Clahe.ToString());
        return strings;
    }

    /// <summary>Reads the strings of a weights file; null if they are not fer's.</summary>
    public static WeightsMetadata? Find(IReadOnlyDictionary<string, string> strings) =>
        strings.TryGetValue("model", out string? model)
        && strings.TryGetValue("classes", out string? classes)
        && strings.TryGetValue("input", out string? input)
        && ParseShape(input) is { } shape
            ? new WeightsMetadata(
                model, classes.Split(','), shape, Normalized(strings.GetValueOrDefault("normalization")),
                strings.TryGetValue(ClaheKey, out string? clahe) ? ClaheSettings.Parse(clahe) : null)
            : null;

    private static string Normalized(string? mode) => mode == NormalizationModes.ImageNet ? mode : NormalizationModes.None;

    private static TensorShape? ParseShape(string text)
    {
        int[] lengths = [.. text.Split('x').Select(length =>
            int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : 0)];
        return lengths is [>= 1 and var channels, >= 1 and var height, >= 1 and var width]
            ? new TensorShape(channels, height, width)
            : null;
    }
}
