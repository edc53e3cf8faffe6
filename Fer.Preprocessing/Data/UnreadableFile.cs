namespace Fer.Preprocessing;

/// <summary>A picture that cannot be read or decoded.</summary>
/// <param name="File">Its id: the path relative to the data's root.</param>
/// <param name="Reason">Why.</param>
public sealed record UnreadableFile(string File, string Reason);
