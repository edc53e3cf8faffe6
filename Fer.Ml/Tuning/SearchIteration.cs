namespace Fer.Ml;

/// <summary>What an iteration of a search does.</summary>
/// <param name="Candidates">The parameter sets that are judged.</param>
/// <param name="Rows">The rows that they are judged on.</param>
internal sealed record SearchIteration(int Candidates, int Rows);
