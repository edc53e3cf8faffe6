using System.Globalization;

namespace Fer.Cli.Commands;

/// <summary>Reads a picture size from the command line: "48x48", or "48" for a square.</summary>
internal static class PictureSize
{
    private const int Most = 4096;

    /// <returns>Width and height; null for null.</returns>
    /// <exception cref="FerException">The text is no size.</exception>
    public static int[]? Parse(string? text)
    {
        if (text is null)
            return null;
        int[] sizes = [.. text.Split('x').Select(ParseLength)];
        return sizes.Length <= 2 && sizes.All(n => n is >= 1 and <= Most)
            ? [sizes[0], sizes[^1]]
            : throw new FerException($"--size {text}: give width and height such as 48x48, each from 1 to {Most}.");
    }

    private static int ParseLength(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int length) ? length : 0;
}
