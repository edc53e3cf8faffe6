namespace Fer.Preprocessing;

/// <summary>How FER+ makes a target of ten people's votes.</summary>
public enum FerPlusTarget
{
    /// <summary>The one expression that more than half of the votes name.</summary>
    Majority,

    /// <summary>The shares of the most named expressions, as soft targets; the label is the most named one.</summary>
    Probability,
}
