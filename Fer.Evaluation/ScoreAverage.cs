namespace Fer.Evaluation;

/// <summary>How a figure of each class becomes one, as scikit-learn's <c>average</c> argument names it.</summary>
public enum ScoreAverage
{
    /// <summary>Each class counts as often as it has samples.</summary>
    Weighted,

    /// <summary>Each class counts the same.</summary>
    Macro,
}
