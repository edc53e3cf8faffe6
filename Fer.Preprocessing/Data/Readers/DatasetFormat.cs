namespace Fer.Preprocessing;

/// <summary>A layout that a data set can have.</summary>
/// <param name="Description">What a user sees of it.</param>
/// <param name="Recognizes">Whether a path has this layout; told the columns of a CSV file, of other files and folders none.</param>
/// <param name="Load">Reads it.</param>
internal sealed record DatasetFormat(
    string Description, Func<string, IReadOnlyList<string>, bool> Recognizes, Func<string, CancellationToken, DatasetContents> Load);
