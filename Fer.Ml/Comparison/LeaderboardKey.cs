namespace Fer.Ml;

/// <summary>What a line of a leaderboard is about: equal keys, equal figures.</summary>
/// <param name="Data">The fingerprint of the rows, the folds, the sampler and the scorer.</param>
/// <param name="Settings">The fingerprint of the candidate's settings.</param>
/// <param name="Fold">The fold.</param>
internal readonly record struct LeaderboardKey(string Data, string Settings, int Fold);
