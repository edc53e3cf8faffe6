namespace Fer.Ml;

/// <summary>One parameter set of a search and how it did.</summary>
/// <param name="Parameters">The values.</param>
/// <param name="Iteration">The iteration of a halving search, from 0; else 0.</param>
/// <param name="Rows">The rows that it was judged on, over all folds.</param>
/// <param name="Rank">
/// 1 for the best of its iteration; equal figures have equal ranks, and sets without one share the last: scikit-learn's
/// <c>rank_test_score</c>.
/// </param>
/// <param name="Result">The figures.</param>
public sealed record SearchRow(ParameterSet Parameters, int Iteration, int Rows, int Rank, ComparisonRow Result);
