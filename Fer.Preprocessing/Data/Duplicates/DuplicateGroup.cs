namespace Fer.Preprocessing;

/// <summary>Pictures that show the same pixels.</summary>
/// <param name="Ids">The pictures, at least two.</param>
/// <param name="Classes">The different classes they are filed under.</param>
/// <param name="Splits">The different splits they stand in.</param>
public sealed record DuplicateGroup(IReadOnlyList<string> Ids, IReadOnlyList<string> Classes, IReadOnlyList<string> Splits)
{
    /// <summary>Whether the same picture is filed under different classes.</summary>
    public bool IsConflicting => Classes.Count > 1;

    /// <summary>Whether the same picture stands in different splits.</summary>
    public bool IsAcrossSplits => Splits.Count > 1;
}
