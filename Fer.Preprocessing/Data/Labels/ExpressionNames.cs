namespace Fer.Preprocessing;

/// <summary>The words that data sets have for the same expression.</summary>
public static class ExpressionNames
{
    private static readonly string[][] Synonyms =
    [
        ["anger", "angry"],
        ["contempt", "contemptuous"],
        ["disgust", "disgusted"],
        ["fear", "fearful", "afraid", "scared"],
        ["happiness", "happy", "joy", "joyful"],
        ["neutral", "neutrality"],
        ["sadness", "sad"],
        ["surprise", "surprised"],
    ];

    /// <summary>Whether two words name the same expression; case does not count.</summary>
    public static bool MeanTheSame(string a, string b) =>
        Synonyms.Any(words =>
            words.Contains(a, StringComparer.OrdinalIgnoreCase) && words.Contains(b, StringComparer.OrdinalIgnoreCase));
}
