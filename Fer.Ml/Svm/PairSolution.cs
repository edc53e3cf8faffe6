namespace Fer.Ml;

/// <summary>What separates two classes.</summary>
/// <param name="Coefficients">
/// How far each row pulls, the first class's rows positive, then the second's negative; 0 for rows that are no support vectors.
/// </param>
/// <param name="Rho">What is subtracted from the sum of the rows' pulls.</param>
internal sealed record PairSolution(double[] Coefficients, double Rho);
