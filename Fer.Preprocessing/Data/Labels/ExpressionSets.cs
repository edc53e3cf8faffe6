namespace Fer.Preprocessing;

/// <summary>The classes of the usual data sets, in the order of their numbers there.</summary>
public static class ExpressionSets
{
    /// <summary>Ekman's six basic emotions ("An argument for basic emotions", 1992), in alphabetical order.</summary>
    public static IReadOnlyList<string> Ekman { get; } = ["anger", "disgust", "fear", "happiness", "sadness", "surprise"];

    /// <summary>FER2013's seven, 0 to 6.</summary>
    public static IReadOnlyList<string> Fer2013 { get; } = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"];

    /// <summary>FER+'s eight, in the order of its columns.</summary>
    public static IReadOnlyList<string> FerPlus { get; } =
        ["neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear", "contempt"];

    /// <summary>AffectNet's eight, 0 to 7.</summary>
    public static IReadOnlyList<string> AffectNet { get; } =
        ["neutral", "happy", "sad", "surprise", "fear", "disgust", "anger", "contempt"];

    /// <summary>RAF-DB's seven basic ones, 1 to 7 in its list.</summary>
    public static IReadOnlyList<string> RafDb { get; } = ["surprise", "fear", "disgust", "happiness", "sadness", "anger", "neutral"];

    /// <summary>CK+'s seven, 1 to 7 in its labels; 0 is neutral.</summary>
    public static IReadOnlyList<string> CohnKanade { get; } = ["anger", "contempt", "disgust", "fear", "happy", "sadness", "surprise"];
}
