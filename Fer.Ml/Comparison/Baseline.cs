namespace Fer.Ml;

/// <summary>
/// What somebody else said of the judged rows, to stand in the table beside the candidates: the softmax of the network that the features
/// are from.
/// </summary>
/// <param name="Name">What to call it in tables.</param>
/// <param name="Predictions">Said of exactly the rows that are judged; matched by their identities, in any order.</param>
public sealed record Baseline(string Name, Predictions Predictions);
