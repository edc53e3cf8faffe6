using System.CommandLine;
using System.Globalization;

namespace Fer.Cli.Commands;

/// <summary>Reads two numbers from the command line: "48x48", or "48" for twice the same.</summary>
internal static class WidthByHeight
{
    /// <summary>The longest side that a picture can be resized to.</summary>
    public const int MaxPictureSide = 4096;

    /// <returns>Width and height; null where the option is not given.</returns>
    /// <exception cref="FerException">The text is no such pair, or a number is below 1 or above the most.</exception>
    public static int[]? Parse(ParseResult parsed, Option<string?> option, int most = MaxPictureSide)
    {
        if (parsed.GetValue(option) is not { } text)
            return null;
        int[] lengths = [.. text.Split('x').Select(ParseLength)];
        return lengths.Length <= 2 && lengths.All(n => n >= 1 && n <= most)
            ? [lengths[0], lengths[^1]]
            : throw new FerException($"{option.Name} {text}: give width and height such as 48x48, each from 1 to {most}.");
    }

    private static int ParseLength(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int length) ? length : 0;
}
