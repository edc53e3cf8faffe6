namespace Fer.Ml;

/// <summary>How far a comparison is.</summary>
/// <param name="Learner">The candidate at work.</param>
/// <param name="Candidate">Its number, from 0.</param>
/// <param name="Fold">The fold, from 0; always 0 of a held-out comparison.</param>
/// <param name="Part">The part of this fit that is done, from 0 to 1.</param>
/// <param name="Whole">The part of the whole comparison that is done, from 0 to 1.</param>
public sealed record ComparisonProgress(string Learner, int Candidate, int Fold, double Part, double Whole)
{
    /// <summary>Whenever a candidate has ended a fold: the sorted table of what has been judged so far. Else null.</summary>
    public ComparisonResult? Table { get; init; }
}
